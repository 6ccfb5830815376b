/// The renderer process: reads frames from its standard input, renders, answers on its standard
/// output.
@NullMarked
package dev.tintype.render.child;

import org.jspecify.annotations.NullMarked;
