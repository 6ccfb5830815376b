package dev.tintype.cli;

import dev.tintype.core.api.Scope;
import dev.tintype.core.port.TokenStore;
import dev.tintype.core.port.TokenStore.Created;
import dev.tintype.core.port.TokenStore.Token;
import java.util.EnumSet;
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
    return ids(EnumSet.allOf(Scope.class));
  }

  /// @return the scopes of a token that works with images
  static Set<String> scopesOfImages() {
    return ids(Scope.ofImages());
  }

  private static Set<String> ids(Set<Scope> scopes) {
    return scopes.stream().map(Scope::id).collect(Collectors.toSet());
  }

  /// Creates the admin token when the store has no token yet.
  static Optional<Created> first(TokenStore tokens) {
    return tokens.list().isEmpty() ? Optional.of(create(tokens)) : Optional.empty();
  }

  static Created create(TokenStore tokens) {
    return tokens.create(LABEL, everyScope(), Optional.empty());
  }

  /// Those that a former release created have only the scopes for images.
  ///
  /// @return the admin tokens that are not revoked
  static List<Token> valid(TokenStore tokens) {
    return tokens.list().stream()
        .filter(token -> token.label().equals(LABEL))
        .filter(token -> token.scopes().containsAll(scopesOfImages()))
        .filter(token -> token.revokedAt().isEmpty())
        .toList();
  }
}
