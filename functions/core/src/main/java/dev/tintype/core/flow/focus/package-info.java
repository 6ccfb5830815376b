/// Moving the focal point of an original.
@NullMarked
package dev.tintype.core.flow.focus;

import org.jspecify.annotations.NullMarked;
