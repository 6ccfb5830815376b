/// What the platform does, one class per verb. Flows use only ports and pure decisions.
@NullMarked
package dev.tintype.core.flow;

import org.jspecify.annotations.NullMarked;
