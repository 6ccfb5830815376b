package dev.tintype.core.json;

/// Thrown for unexpected JSON. The message names the field, the expected value and the value found;
/// it may be shown to clients.
public final class MalformedJson extends RuntimeException {

  /// @param message the field, the expected value and the value found
  public MalformedJson(String message) {
    super(message);
  }

  /// @param message the expected value
  /// @param cause the parser's exception
  public MalformedJson(String message, Throwable cause) {
    super(message, cause);
  }
}
