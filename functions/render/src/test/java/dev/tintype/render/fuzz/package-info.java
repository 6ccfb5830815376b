/// A fuzzer that knows the image formats. It changes images where decoders read, corrects lengths
/// and checksums so that decoders do not stop early, and sends each mutant through the real jailed
/// renderer.
@NullMarked
package dev.tintype.render.fuzz;

import org.jspecify.annotations.NullMarked;
