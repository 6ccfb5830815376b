/// Reads a TIFF's first page and writes the copy that libtiff is given.
@NullMarked
package dev.tintype.render.format.tiff;

import org.jspecify.annotations.NullMarked;
