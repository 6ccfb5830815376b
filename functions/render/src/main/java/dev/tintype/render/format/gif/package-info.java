/// Reads all of a GIF: structure, frames and LZW data.
@NullMarked
package dev.tintype.render.format.gif;

import org.jspecify.annotations.NullMarked;
