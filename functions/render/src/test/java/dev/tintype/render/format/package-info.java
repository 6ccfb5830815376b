/// Tests of what the bytes of an original say before its decoder.
@NullMarked
package dev.tintype.render.format;

import org.jspecify.annotations.NullMarked;
