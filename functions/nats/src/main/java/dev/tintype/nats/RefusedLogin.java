package dev.tintype.nats;

import dev.tintype.core.port.StoreUnavailable;

/// The servers know neither user nor password, token or key. An operator may cure it.
final class RefusedLogin extends StoreUnavailable {

  /// @param message which servers, what they said
  /// @param cause the client's own exception
  RefusedLogin(String message, Throwable cause) {
    super(message, cause);
  }
}
