/// The command line: one class per command.
@NullMarked
package dev.tintype.cli;

import org.jspecify.annotations.NullMarked;
