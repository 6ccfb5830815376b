/// Decodes an original into 8-bit sRGB with libvips and the parsers of `format`.
@NullMarked
package dev.tintype.render.decode;

import org.jspecify.annotations.NullMarked;
