/// Renders one original into every variant, in an untrusted child process.
@NullMarked
package dev.tintype.render;

import org.jspecify.annotations.NullMarked;
