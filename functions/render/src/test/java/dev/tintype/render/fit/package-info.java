/// Compares predicted peak memory with the memory that renderers actually use.
@NullMarked
package dev.tintype.render.fit;

import org.jspecify.annotations.NullMarked;
