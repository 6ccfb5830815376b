/// A thin binding to the libvips C library by operation name and GObject properties.
@NullMarked
package dev.tintype.vips;

import org.jspecify.annotations.NullMarked;
