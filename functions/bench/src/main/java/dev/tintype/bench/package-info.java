/// Benchmarks: the cost of a rendering compared with its lower bound and with other software, and
/// the measurements from which recipes were chosen. Each command writes its figures into the
/// documentation.
@NullMarked
package dev.tintype.bench;

import org.jspecify.annotations.NullMarked;
