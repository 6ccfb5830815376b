/// Reads a PNG's chunks, checksums, colours and animation.
@NullMarked
package dev.tintype.render.format.png;

import org.jspecify.annotations.NullMarked;
