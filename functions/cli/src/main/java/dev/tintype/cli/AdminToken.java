package dev.tintype.cli;

import dev.tintype.core.api.Scope;
import dev.tintype.core.port.TokenStore;
import dev.tintype.core.port.TokenStore.Created;
import dev.tintype.core.port.TokenStore.Token;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The admin token of a server. It has every scope and does not expire.
final class AdminToken {

  private static final String LABEL = "admin";

  private AdminToken() {}

  /// @return every scope
  static Set<String> everyScope() {
    return Arrays.stream(Scope.values()).map(Scope::id).collect(Collectors.toSet());
  }

  /// Creates the admin token when the store has no token yet.
  static Optional<Created> first(TokenStore tokens) {
    return tokens.list().isEmpty() ? Optional.of(create(tokens)) : Optional.empty();
  }

  static Created create(TokenStore tokens) {
    return tokens.create(LABEL, everyScope(), Optional.empty());
  }

  /// @return the admin tokens that are not revoked
  static List<Token> valid(TokenStore tokens) {
    return tokens.list().stream()
        .filter(token -> token.label().equals(LABEL))
        .filter(token -> token.scopes().equals(everyScope()))
        .filter(token -> token.revokedAt().isEmpty())
        .toList();
  }
}
