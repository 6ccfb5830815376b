/// Rendering an existing original again.
@NullMarked
package dev.tintype.core.flow.reprocess;

import org.jspecify.annotations.NullMarked;
