/// Checks pixels: generated originals go through the pipeline, independent decoders read the
/// variants, and the results are compared with the expected pictures.
@NullMarked
package dev.tintype.render.golden;

import org.jspecify.annotations.NullMarked;
