/// Measured figures: samples, medians with their intervals, and their storage.
@NullMarked
package dev.tintype.bench.figure;

import org.jspecify.annotations.NullMarked;
