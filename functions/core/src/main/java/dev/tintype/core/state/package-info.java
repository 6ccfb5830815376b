/// The records of images and versions, and the pure decisions that move them from state to state.
@NullMarked
package dev.tintype.core.state;

import org.jspecify.annotations.NullMarked;
