package dev.tintype.core.token;

import dev.tintype.core.port.TokenStore.Token;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Rows of tokens in memory. Safe for use by many threads.
public final class MemoryTokenRows implements TokenRows {

  private final Map<String, Stored> rows = new LinkedHashMap<>();

  @Override
  public synchronized void add(Stored row) {
    rows.put(row.token().id(), row);
  }

  @Override
  public synchronized List<Token> all() {
    return rows.values().stream()
        .map(Stored::token)
        .sorted(Comparator.comparing(Token::createdAt).thenComparing(Token::id))
        .toList();
  }

  @Override
  public synchronized Optional<Stored> find(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  @Override
  public synchronized boolean revoke(String id, Instant at) {
    if (find(id).filter(row -> row.token().revokedAt().isEmpty()).isEmpty()) {
      return false;
    }
    change(id, old -> with(old, old.lastUsedAt(), Optional.of(at)));
    return true;
  }

  @Override
  public synchronized void noteUse(String id, Instant at) {
    change(id, old -> with(old, Optional.of(at), old.revokedAt()));
  }

  private void change(String id, UnaryOperator<Token> change) {
    rows.computeIfPresent(id, (_, row) -> new Stored(change.apply(row.token()), row.digest()));
  }

  private static Token with(Token old, Optional<Instant> lastUsedAt, Optional<Instant> revokedAt) {
    return new Token(
        old.id(),
        old.label(),
        old.scopes(),
        old.createdAt(),
        old.expiresAt(),
        lastUsedAt,
        revokedAt);
  }

  @Override
  public synchronized String toString() {
    return rows.toString();
  }
}
