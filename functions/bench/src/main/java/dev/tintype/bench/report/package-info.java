/// Writes documents from stored figures.
@NullMarked
package dev.tintype.bench.report;

import org.jspecify.annotations.NullMarked;
