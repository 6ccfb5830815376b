/// What the platform does, one class per verb: the whole story, told on ports and pure decisions.
@NullMarked
package dev.tintype.core.flow;

import org.jspecify.annotations.NullMarked;
