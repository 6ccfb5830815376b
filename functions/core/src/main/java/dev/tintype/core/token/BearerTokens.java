package dev.tintype.core.token;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TokenStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The tokens in the rows of a store: what is checked when one is made or used, the same for every
/// store. Safe for use by many threads.
public final class BearerTokens implements TokenStore {

  private static final Pattern SCOPE = Pattern.compile("[a-z]+:[a-z]+");
  private static final Duration LAST_USED_PRECISION = Duration.ofMinutes(1);

  private final TokenRows rows;
  private final InstantSource clock;
  private final SecureRandom random;

  /// @param rows where the tokens are
  /// @param clock tells when tokens were made, used and end
  /// @param random what tokens are drawn from
  public BearerTokens(TokenRows rows, InstantSource clock, SecureRandom random) {
    this.rows = rows;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Created create(String label, Set<String> scopes, Optional<Instant> expiresAt) {
    if (!TokenStore.isLabel(label)) {
      throw new IllegalArgumentException(
          "a token's label has 1 to 200 characters, none of them a control character");
    }
    if (scopes.isEmpty() || !scopes.stream().allMatch(s -> SCOPE.matcher(s).matches())) {
      throw new IllegalArgumentException("a token has scopes such as images:read");
    }
    TokenText text = TokenText.draw(random);
    Token token =
        new Token(
            text.id(),
            label,
            scopes,
            clock.instant(),
            expiresAt,
            Optional.empty(),
            Optional.empty());
    rows.add(new TokenRows.Stored(token, text.digest()));
    return new Created(text.text(), token);
  }

  @Override
  public List<Token> list() {
    return rows.all();
  }

  @Override
  public boolean revoke(String id) {
    return rows.revoke(id, clock.instant());
  }

  @Override
  public Optional<Token> authenticate(String text) {
    Optional<TokenText> given = TokenText.parse(text);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<Token> found =
        rows.find(given.get().id())
            .filter(stored -> given.get().hasDigest(stored.digest()))
            .map(TokenRows.Stored::token)
            .filter(token -> token.isValid(now));
    found.ifPresent(token -> touch(token, now));
    return found;
  }

  private void touch(Token token, Instant now) {
    Instant stale = now.minus(LAST_USED_PRECISION);
    if (token.lastUsedAt().filter(stale::isBefore).isPresent()) {
      return;
    }
    try {
      rows.noteUse(token.id(), now);
    } catch (StoreUnavailable _) {
      // A note for people: a full disk must not lock readers out. The next use notes it.
    }
  }
}
