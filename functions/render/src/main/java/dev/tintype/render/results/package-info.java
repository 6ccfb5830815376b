/// Limits and checks of a renderer's result files.
@NullMarked
package dev.tintype.render.results;

import org.jspecify.annotations.NullMarked;
