package dev.tintype.vips;

import org.jspecify.annotations.Nullable;

/// libvips could not be loaded, or is too old to be trusted; the message says what to do.
public final class VipsUnavailableException extends RuntimeException {

  VipsUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
