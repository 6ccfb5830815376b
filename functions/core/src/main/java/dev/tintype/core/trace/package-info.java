/// Traces: which steps an image went through, in which process, and how long each took.
@NullMarked
package dev.tintype.core.trace;

import org.jspecify.annotations.NullMarked;
