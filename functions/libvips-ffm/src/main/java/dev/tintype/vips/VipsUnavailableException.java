package dev.tintype.vips;

import org.jspecify.annotations.Nullable;

/// libvips could not be loaded, or its version is too old; the message says what to do.
public final class VipsUnavailableException extends RuntimeException {

  VipsUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
