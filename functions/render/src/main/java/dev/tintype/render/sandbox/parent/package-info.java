/// The worker's side of the jail: what holds before the renderer exists.
@NullMarked
package dev.tintype.render.sandbox.parent;

import org.jspecify.annotations.NullMarked;
