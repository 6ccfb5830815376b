/// Erasing an image and all its files.
@NullMarked
package dev.tintype.core.flow.erase;

import org.jspecify.annotations.NullMarked;
