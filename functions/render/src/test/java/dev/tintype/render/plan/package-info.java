@NullMarked
package dev.tintype.render.plan;

import org.jspecify.annotations.NullMarked;
