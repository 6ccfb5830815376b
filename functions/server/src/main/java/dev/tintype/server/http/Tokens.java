package dev.tintype.server.http;

import dev.tintype.core.api.Caller;
import java.util.Optional;

/// Finds the caller of a token. Safe for use by many threads.
@FunctionalInterface
public interface Tokens {

  /// @return the token's caller with its scopes; empty when the token is not valid
  /// @throws dev.tintype.core.port.StoreUnavailable when the token cannot be looked up
  Optional<Caller> caller(String token);
}
