/// Reads a TIFF's first page and writes the copy for libtiff.
@NullMarked
package dev.tintype.render.format.tiff;

import org.jspecify.annotations.NullMarked;
