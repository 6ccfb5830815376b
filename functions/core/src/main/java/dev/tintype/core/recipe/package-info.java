/// Recipe files: reading, checking and writing them, and the recipes that come with Tintype.
@NullMarked
package dev.tintype.core.recipe;

import org.jspecify.annotations.NullMarked;
