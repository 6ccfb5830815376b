/// Originals and variants as plain files in a folder, and signed URLs to reach them.
@NullMarked
package dev.tintype.backends.file;

import org.jspecify.annotations.NullMarked;
