/// Runs Jazzer, a coverage-guided fuzzer, on parsers of hostile text.
@NullMarked
package dev.tintype.core.fuzz;

import org.jspecify.annotations.NullMarked;
