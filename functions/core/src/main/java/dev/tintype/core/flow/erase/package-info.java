/// How an image is erased, and every file of it deleted.
@NullMarked
package dev.tintype.core.flow.erase;

import org.jspecify.annotations.NullMarked;
