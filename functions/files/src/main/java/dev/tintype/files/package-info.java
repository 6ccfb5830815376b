/// Originals and variants as plain files in a folder, and signed URLs to reach them.
@NullMarked
package dev.tintype.files;

import org.jspecify.annotations.NullMarked;
