/// The steps of a rendering, run inside the renderer: header, decode, levels, encode.
@NullMarked
package dev.tintype.render.pipeline;

import org.jspecify.annotations.NullMarked;
