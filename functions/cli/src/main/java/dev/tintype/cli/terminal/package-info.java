/// What a terminal shows: bars, screens, the log, and the ends of a run by a signal.
@NullMarked
package dev.tintype.cli.terminal;

import org.jspecify.annotations.NullMarked;
