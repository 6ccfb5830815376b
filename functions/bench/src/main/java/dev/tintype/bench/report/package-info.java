/// The documents that are written from figures.
@NullMarked
package dev.tintype.bench.report;

import org.jspecify.annotations.NullMarked;
