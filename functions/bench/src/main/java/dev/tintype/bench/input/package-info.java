/// The originals: photographs, and heavy originals made from them.
@NullMarked
package dev.tintype.bench.input;

import org.jspecify.annotations.NullMarked;
