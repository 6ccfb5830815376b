/// The function that sweeps every minute and records dead letters.
@NullMarked
package dev.tintype.sweep;

import org.jspecify.annotations.NullMarked;
