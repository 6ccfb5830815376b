@NullMarked
package dev.tintype.render.reuse;

import org.jspecify.annotations.NullMarked;
