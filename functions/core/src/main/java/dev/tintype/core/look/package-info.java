/// Looking for erased files through their public URLs.
@NullMarked
package dev.tintype.core.look;

import org.jspecify.annotations.NullMarked;
