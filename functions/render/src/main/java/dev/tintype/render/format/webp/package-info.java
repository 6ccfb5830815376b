/// Reads a WebP's container.
@NullMarked
package dev.tintype.render.format.webp;

import org.jspecify.annotations.NullMarked;
