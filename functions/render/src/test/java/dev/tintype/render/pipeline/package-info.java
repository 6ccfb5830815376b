@NullMarked
package dev.tintype.render.pipeline;

import org.jspecify.annotations.NullMarked;
