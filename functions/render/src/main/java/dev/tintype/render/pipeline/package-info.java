/// The steps of a rendering inside the renderer: header, decode, levels, encode.
@NullMarked
package dev.tintype.render.pipeline;

import org.jspecify.annotations.NullMarked;
