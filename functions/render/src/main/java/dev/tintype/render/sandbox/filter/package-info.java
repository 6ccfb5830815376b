/// The seccomp filter: which system calls a renderer may make, with which arguments.
@NullMarked
package dev.tintype.render.sandbox.filter;

import org.jspecify.annotations.NullMarked;
