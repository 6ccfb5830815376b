/// The control groups of this process, read from the kernel: mount points, memory limits and
/// out-of-memory kills.
@NullMarked
package dev.tintype.render.cgroup;

import org.jspecify.annotations.NullMarked;
