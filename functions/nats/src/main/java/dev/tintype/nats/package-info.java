/// The queue on NATS JetStream.
@NullMarked
package dev.tintype.nats;

import org.jspecify.annotations.NullMarked;
