/// Benchmarks: what a rendering costs against its own bound and against peers, and how the recipes
/// were chosen. Each command writes its figures into the documentation.
@NullMarked
package dev.tintype.bench;

import org.jspecify.annotations.NullMarked;
