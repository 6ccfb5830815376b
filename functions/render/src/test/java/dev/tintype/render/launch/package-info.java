@NullMarked
package dev.tintype.render.launch;

import org.jspecify.annotations.NullMarked;
