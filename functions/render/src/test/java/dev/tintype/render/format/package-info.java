/// Tests of the parsers that read an original before its decoder.
@NullMarked
package dev.tintype.render.format;

import org.jspecify.annotations.NullMarked;
