package dev.tintype.core.receipt;

/// A text is no key for receipts.
public final class InvalidReceiptKey extends RuntimeException {

  /// @param message what is wrong
  public InvalidReceiptKey(String message) {
    super(message);
  }

  /// @param cause what showed it
  public InvalidReceiptKey(String message, Throwable cause) {
    super(message, cause);
  }
}
