/// Colour statements other than ICC profiles: primaries, transfer and range.
@NullMarked
package dev.tintype.render.color;

import org.jspecify.annotations.NullMarked;
