/// What the hosts of one platform tell each other.
@NullMarked
package dev.tintype.core.hosts;

import org.jspecify.annotations.NullMarked;
