/// The measured contestants: the product, parts of it, and sharp. Each runs in separate processes
/// whose CPU time and memory are read from the kernel.
@NullMarked
package dev.tintype.bench.contestant;

import org.jspecify.annotations.NullMarked;
