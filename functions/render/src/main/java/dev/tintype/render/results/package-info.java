/// What a renderer may write and what it wrote.
@NullMarked
package dev.tintype.render.results;

import org.jspecify.annotations.NullMarked;
