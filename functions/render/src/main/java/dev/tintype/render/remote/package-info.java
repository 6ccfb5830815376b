/// Rendering in another place: the order, the answer, and the end of that place. The side that
/// gives the order believes nothing of the answer that it can check itself.
@NullMarked
package dev.tintype.render.remote;

import org.jspecify.annotations.NullMarked;
