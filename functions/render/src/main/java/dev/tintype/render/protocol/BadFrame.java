package dev.tintype.render.protocol;

/// Bytes on the pipe that are no frame, or a frame that says what it must not. The other side is
/// broken or hostile: end it.
public final class BadFrame extends RuntimeException {

  /// @param message what was wrong
  public BadFrame(String message) {
    super(message);
  }

  /// @param message what was wrong
  /// @param cause the parser's complaint
  public BadFrame(String message, Throwable cause) {
    super(message, cause);
  }
}
