/// Test images made by arithmetic: pictures whose every pixel is known, and writers that lay them
/// into the bytes of each format, well-formed or not.
@NullMarked
package dev.tintype.render.specimens;

import org.jspecify.annotations.NullMarked;
