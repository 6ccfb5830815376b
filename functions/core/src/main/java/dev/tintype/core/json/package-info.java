/// Reading JSON with typed readers, writing it, and its canonical form.
@NullMarked
package dev.tintype.core.json;

import org.jspecify.annotations.NullMarked;
