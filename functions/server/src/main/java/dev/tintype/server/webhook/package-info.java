/// Outcomes told to a receiver over HTTP, signed.
@NullMarked
package dev.tintype.server.webhook;

import org.jspecify.annotations.NullMarked;
