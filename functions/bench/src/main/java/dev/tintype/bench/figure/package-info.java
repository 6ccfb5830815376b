/// Measured figures: samples, medians with their intervals, and where rows are kept.
@NullMarked
package dev.tintype.bench.figure;

import org.jspecify.annotations.NullMarked;
