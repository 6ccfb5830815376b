/// Whether the pixels are right: generated originals go through the pipeline, decoders that are not
/// ours read the variants, and both are compared with what a person should see.
@NullMarked
package dev.tintype.render.golden;

import org.jspecify.annotations.NullMarked;
