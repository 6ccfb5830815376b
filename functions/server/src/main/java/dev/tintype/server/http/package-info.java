/// The HTTP server: each path has an endpoint that answers an exchange.
@NullMarked
package dev.tintype.server.http;

import org.jspecify.annotations.NullMarked;
