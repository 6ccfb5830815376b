/// What the server's tests share: a running server, a client, generated images.
@NullMarked
package dev.tintype.cli.harness;

import org.jspecify.annotations.NullMarked;
