/// The command line: one class per command.
@NullMarked
package dev.tintype.server.cli;

import org.jspecify.annotations.NullMarked;
