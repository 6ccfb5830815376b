/// Reading and writing JSON with typed answers, and its canonical form.
@NullMarked
package dev.tintype.core.json;

import org.jspecify.annotations.NullMarked;
