/// Reads an original's bytes without decoding pixels: whether the file is complete and, if not,
/// whether it was truncated or damaged.
@NullMarked
package dev.tintype.render.format;

import org.jspecify.annotations.NullMarked;
