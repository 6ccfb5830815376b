/// Changes what an image is called: its name and its metadata.
@NullMarked
package dev.tintype.core.flow.label;

import org.jspecify.annotations.NullMarked;
