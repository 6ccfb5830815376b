/// Holds predicted peak memory against what renderers really take.
@NullMarked
package dev.tintype.render.fit;

import org.jspecify.annotations.NullMarked;
