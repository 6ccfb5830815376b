/// Turning a message into published variants.
@NullMarked
package dev.tintype.core.flow.process;

import org.jspecify.annotations.NullMarked;
