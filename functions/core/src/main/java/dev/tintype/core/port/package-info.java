/// The ports: what the flows need of the outside world, as interfaces with their contracts.
@NullMarked
package dev.tintype.core.port;

import org.jspecify.annotations.NullMarked;
