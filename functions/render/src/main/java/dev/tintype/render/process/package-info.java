/// The worker's side of the renderer: starts it, talks to it, trusts nothing it says.
@NullMarked
package dev.tintype.render.process;

import org.jspecify.annotations.NullMarked;
