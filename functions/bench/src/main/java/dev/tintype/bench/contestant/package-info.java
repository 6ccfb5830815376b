/// Who can render: the product, parts of it, and sharp; each in processes of its own, whose CPU and
/// memory the kernel tells.
@NullMarked
package dev.tintype.bench.contestant;

import org.jspecify.annotations.NullMarked;
