package dev.tintype.render.pipeline;

/// The file of a watermark cannot be decoded. It says nothing about any original.
public final class UnusableWatermark extends RuntimeException {

  /// @param message what is wrong with it
  UnusableWatermark(String message) {
    super(message);
  }

  /// @param message what is wrong with it
  /// @param cause the decoder's exception
  UnusableWatermark(String message, Throwable cause) {
    super(message, cause);
  }
}
