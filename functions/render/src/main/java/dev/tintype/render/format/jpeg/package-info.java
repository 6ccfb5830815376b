/// Reads a JPEG's structure and counts all of its coded data.
@NullMarked
package dev.tintype.render.format.jpeg;

import org.jspecify.annotations.NullMarked;
