/// The function that runs each minute and takes the dead letters.
@NullMarked
package dev.tintype.sweep;

import org.jspecify.annotations.NullMarked;
