/// Computed test images: pictures with known pixels, and writers that store them in each format,
/// valid or not.
@NullMarked
package dev.tintype.render.specimens;

import org.jspecify.annotations.NullMarked;
