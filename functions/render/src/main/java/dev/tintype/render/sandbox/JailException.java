package dev.tintype.render.sandbox;

/// The jail cannot be built as the policy demands; the message is one sentence for the operator.
public final class JailException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// A refusal without a cause below it.
  public JailException(String message) {
    super(message);
  }

  /// A refusal with the failure that made it.
  public JailException(String message, Throwable cause) {
    super(message, cause);
  }
}
