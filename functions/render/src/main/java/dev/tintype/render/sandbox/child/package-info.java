/// The renderer's side of the jail: what it takes away from itself.
@NullMarked
package dev.tintype.render.sandbox.child;

import org.jspecify.annotations.NullMarked;
