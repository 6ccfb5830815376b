/// Measures a queue through its port, whatever stands behind its address.
@NullMarked
package dev.tintype.bench.queue;

import org.jspecify.annotations.NullMarked;
