/// What the bytes of an original say before and beside its decoder: whether the file is whole, and
/// if not, whether it was cut off or damaged.
@NullMarked
package dev.tintype.render.format;

import org.jspecify.annotations.NullMarked;
