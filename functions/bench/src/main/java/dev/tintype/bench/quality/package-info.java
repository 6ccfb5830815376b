/// How alike a variant and its pixels look, and what that costs.
@NullMarked
package dev.tintype.bench.quality;

import org.jspecify.annotations.NullMarked;
