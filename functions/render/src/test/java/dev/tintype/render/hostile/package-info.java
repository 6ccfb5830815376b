/// Files that mean harm or are broken, made by code, each with the verdict it must end with.
@NullMarked
package dev.tintype.render.hostile;

import org.jspecify.annotations.NullMarked;
