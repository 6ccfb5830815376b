/// What the command line asks a running server.
@NullMarked
package dev.tintype.server.client;

import org.jspecify.annotations.NullMarked;
