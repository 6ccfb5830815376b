/// A client of a running server, for the command line.
@NullMarked
package dev.tintype.cli.client;

import org.jspecify.annotations.NullMarked;
