/// Terminal output: progress bars, screens, the log, and the end of a run by a signal.
@NullMarked
package dev.tintype.cli.terminal;

import org.jspecify.annotations.NullMarked;
