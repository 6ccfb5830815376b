/// What clients read: one image, a list of images, an original.
@NullMarked
package dev.tintype.core.flow.read;

import org.jspecify.annotations.NullMarked;
