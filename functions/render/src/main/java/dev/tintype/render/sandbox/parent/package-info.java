/// The worker's part of the jail: the restrictions that apply before the renderer starts.
@NullMarked
package dev.tintype.render.sandbox.parent;

import org.jspecify.annotations.NullMarked;
