package dev.tintype.core.port;

/// Storage, queue or job store did not answer, or answered that it cannot now. Time may cure it; it
/// says nothing about any original.
public class StoreUnavailable extends RuntimeException {

  /// @param message which part, what was tried, what it said
  /// @param cause the adapter's own exception
  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  /// @param message which part, what was tried, what it said
  public StoreUnavailable(String message) {
    super(message);
  }
}
