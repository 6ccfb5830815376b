/// The control groups of this process, as the kernel tells of them: where each hierarchy is
/// mounted, what memory a process may take at most, and whether something was killed for want of
/// it.
@NullMarked
package dev.tintype.render.cgroup;

import org.jspecify.annotations.NullMarked;
