/// Reads an AVIF's boxes and items.
@NullMarked
package dev.tintype.render.format.avif;

import org.jspecify.annotations.NullMarked;
