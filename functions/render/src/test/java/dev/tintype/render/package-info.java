/// Tests of the renderer, and what several of them share.
@NullMarked
package dev.tintype.render;

import org.jspecify.annotations.NullMarked;
