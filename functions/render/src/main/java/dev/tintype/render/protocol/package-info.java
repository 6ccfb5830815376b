/// The protocol between worker and renderer: framed JSON over two pipes.
@NullMarked
package dev.tintype.render.protocol;

import org.jspecify.annotations.NullMarked;
