/// The renderer process: reads frames from standard input, renders, and writes frames to standard
/// output.
@NullMarked
package dev.tintype.render.child;

import org.jspecify.annotations.NullMarked;
