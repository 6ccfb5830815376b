/// A fuzzer that knows the formats: it changes images where decoders look, mends what would make
/// them look away, and sends each through the real jailed renderer.
@NullMarked
package dev.tintype.render.fuzz;

import org.jspecify.annotations.NullMarked;
