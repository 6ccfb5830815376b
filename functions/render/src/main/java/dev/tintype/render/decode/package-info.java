/// Decodes an original into 8-bit sRGB, by libvips and the file parsers.
@NullMarked
package dev.tintype.render.decode;

import org.jspecify.annotations.NullMarked;
