package dev.tintype.server.http;

import dev.tintype.core.api.Caller;
import java.util.Optional;

/// Tells whose token a text is. Safe for use by many threads.
@FunctionalInterface
public interface Tokens {

  /// @return who has this token and what it permits, if it is valid
  /// @throws dev.tintype.core.port.StoreUnavailable when it cannot be told
  Optional<Caller> caller(String token);
}
