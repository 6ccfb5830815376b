@NullMarked
package dev.tintype.render.process;

import org.jspecify.annotations.NullMarked;
