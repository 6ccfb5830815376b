/// The renderer's part of the jail: the rights that it removes from itself.
@NullMarked
package dev.tintype.render.sandbox.child;

import org.jspecify.annotations.NullMarked;
