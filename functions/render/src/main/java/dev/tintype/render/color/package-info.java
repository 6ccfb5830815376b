/// What numbers of a picture mean as colours, apart from an ICC profile: primaries, transfer,
/// range.
@NullMarked
package dev.tintype.render.color;

import org.jspecify.annotations.NullMarked;
