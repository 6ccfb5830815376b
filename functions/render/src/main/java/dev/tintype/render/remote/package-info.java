/// Rendering by another function: the order, the answer, and the end of that function's process.
/// The side that gives the order checks everything in the answer that it can check.
@NullMarked
package dev.tintype.render.remote;

import org.jspecify.annotations.NullMarked;
