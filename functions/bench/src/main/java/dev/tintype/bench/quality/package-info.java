/// The visual quality of variants, and its cost.
@NullMarked
package dev.tintype.bench.quality;

import org.jspecify.annotations.NullMarked;
