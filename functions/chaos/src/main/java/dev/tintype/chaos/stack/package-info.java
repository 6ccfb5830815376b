/// A platform of real processes that can be told to die, freeze and fail at chosen places.
@NullMarked
package dev.tintype.chaos.stack;

import org.jspecify.annotations.NullMarked;
