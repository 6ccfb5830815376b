/// Folders for work in hand.
@NullMarked
package dev.tintype.core.disk;

import org.jspecify.annotations.NullMarked;
