package dev.tintype.core.port;

/// There is no room left; nothing of the refused object is kept.
public final class StorageFull extends StoreUnavailable {

  /// @param message which storage, how many bytes were wanted
  public StorageFull(String message) {
    super(message);
  }

  /// @param message which storage, how many bytes were wanted
  /// @param cause the adapter's own exception
  public StorageFull(String message, Throwable cause) {
    super(message, cause);
  }
}
