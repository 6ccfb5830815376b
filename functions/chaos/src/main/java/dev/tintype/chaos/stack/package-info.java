/// A platform of real processes that can die, freeze and fail at chosen places.
@NullMarked
package dev.tintype.chaos.stack;

import org.jspecify.annotations.NullMarked;
