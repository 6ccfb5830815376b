/// The renderer: one original in, every variant out, in a child process that is not trusted.
@NullMarked
package dev.tintype.render;

import org.jspecify.annotations.NullMarked;
