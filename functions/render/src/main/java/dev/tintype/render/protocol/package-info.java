/// What worker and renderer say to each other: framed JSON over two pipes.
@NullMarked
package dev.tintype.render.protocol;

import org.jspecify.annotations.NullMarked;
