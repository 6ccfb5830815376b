/// What the server's tests share: a running server, a client, images made by code.
@NullMarked
package dev.tintype.cli.harness;

import org.jspecify.annotations.NullMarked;
