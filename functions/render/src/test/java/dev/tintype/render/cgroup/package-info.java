@NullMarked
package dev.tintype.render.cgroup;

import org.jspecify.annotations.NullMarked;
