package dev.tintype.server.http;

import dev.tintype.core.api.Caller;
import dev.tintype.core.api.Scope;
import java.io.IOException;
import java.util.Optional;

/// Proves who asks, by `Authorization: Bearer`.
final class Authentication {

  private static final String BEARER = "bearer ";

  private final Tokens tokens;

  Authentication(Tokens tokens) {
    this.tokens = tokens;
  }

  /// @return who asks, if that is proved
  Optional<Caller> caller(Exchange exchange) {
    Optional<Caller> caller =
        exchange
            .header("authorization")
            .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .flatMap(value -> tokens.caller(value.substring(BEARER.length()).strip()));
    caller.ifPresent(c -> exchange.nameCaller(c.id()));
    return caller;
  }

  /// Answers a request that may not go on.
  ///
  /// @return whether it may
  boolean permits(Exchange exchange, Scope scope) throws IOException {
    Optional<Caller> caller = caller(exchange);
    if (caller.isEmpty()) {
      exchange.set("www-authenticate", "Bearer");
      exchange.answer(HttpProblem.UNAUTHENTICATED);
      return false;
    }
    if (!caller.get().scopes().contains(scope)) {
      exchange.answer(HttpProblem.FORBIDDEN.saying("This needs the scope " + scope.id() + "."));
      return false;
    }
    return true;
  }
}
