/// Generated hostile and broken files, each with its expected verdict.
@NullMarked
package dev.tintype.render.hostile;

import org.jspecify.annotations.NullMarked;
