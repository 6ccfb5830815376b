/// Folders for temporary files.
@NullMarked
package dev.tintype.core.disk;

import org.jspecify.annotations.NullMarked;
