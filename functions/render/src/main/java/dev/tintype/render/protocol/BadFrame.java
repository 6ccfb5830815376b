package dev.tintype.render.protocol;

/// Bytes on the pipe that are not a valid frame, or a frame with invalid contents. The other side
/// is broken or hostile: the receiver must end it.
public final class BadFrame extends RuntimeException {

  /// @param message what was wrong
  public BadFrame(String message) {
    super(message);
  }

  /// @param message what was wrong
  /// @param cause the parser's exception
  public BadFrame(String message, Throwable cause) {
    super(message, cause);
  }
}
