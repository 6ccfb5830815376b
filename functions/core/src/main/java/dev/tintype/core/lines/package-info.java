/// Log lines and metrics as JSON on standard output, the form that CloudWatch Logs reads.
@NullMarked
package dev.tintype.core.lines;

import org.jspecify.annotations.NullMarked;
