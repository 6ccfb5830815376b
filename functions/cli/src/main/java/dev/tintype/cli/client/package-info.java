/// What the command line asks a running server.
@NullMarked
package dev.tintype.cli.client;

import org.jspecify.annotations.NullMarked;
