/// Starting an upload, and starting its job when the original arrives.
@NullMarked
package dev.tintype.core.flow.upload;

import org.jspecify.annotations.NullMarked;
