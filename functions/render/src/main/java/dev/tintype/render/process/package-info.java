/// The worker's side of the renderer: starts it, exchanges frames with it and verifies its results.
@NullMarked
package dev.tintype.render.process;

import org.jspecify.annotations.NullMarked;
