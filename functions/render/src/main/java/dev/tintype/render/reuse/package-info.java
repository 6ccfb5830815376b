/// Finds which files of a rendering earlier versions of the same original have already, from plans
/// and manifests alone.
@NullMarked
package dev.tintype.render.reuse;

import org.jspecify.annotations.NullMarked;
