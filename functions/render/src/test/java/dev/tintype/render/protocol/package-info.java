@NullMarked
package dev.tintype.render.protocol;

import org.jspecify.annotations.NullMarked;
