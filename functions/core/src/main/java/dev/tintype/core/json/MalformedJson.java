package dev.tintype.core.json;

/// JSON that is not what was expected; the message names the field, what was wanted and what was
/// found, and is fit to be shown to a client.
public final class MalformedJson extends RuntimeException {

  /// @param message what was wanted, where, and what was found
  public MalformedJson(String message) {
    super(message);
  }

  /// @param message what was wanted
  /// @param cause the parser's own complaint
  public MalformedJson(String message, Throwable cause) {
    super(message, cause);
  }
}
