/// Plans a rendering from header and recipe alone, as values, before any pixel is decoded.
@NullMarked
package dev.tintype.render.plan;

import org.jspecify.annotations.NullMarked;
