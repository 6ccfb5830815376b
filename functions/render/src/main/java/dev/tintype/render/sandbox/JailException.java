package dev.tintype.render.sandbox;

/// The jail cannot be built as the policy requires; the message is one sentence for the operator.
public final class JailException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// A failure without an underlying cause.
  public JailException(String message) {
    super(message);
  }

  /// A failure with its cause.
  JailException(String message, Throwable cause) {
    super(message, cause);
  }
}
