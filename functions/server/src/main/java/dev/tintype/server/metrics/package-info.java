/// Numbers about the running server, in the Prometheus text format.
@NullMarked
package dev.tintype.server.metrics;

import org.jspecify.annotations.NullMarked;
