package dev.tintype.postgres;

import dev.tintype.core.Sha256;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TokenStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bearer tokens in a PostgreSQL database. Safe for use by many threads, processes and hosts.
final class PostgresTokenStore implements TokenStore {

  private static final Pattern SCOPE = Pattern.compile("[a-z]+:[a-z]+");
  private static final Duration LAST_USED_PRECISION = Duration.ofMinutes(1);
  private static final String COLUMNS =
      "id, label, scopes, created_at, expires_at, last_used_at, revoked_at";

  private final PostgresDatabase database;
  private final InstantSource clock;
  private final SecureRandom random;

  /// @param database kept open by its owner for as long as the store is used
  /// @param clock tells when tokens were made, used and end
  /// @param random what tokens are drawn from
  PostgresTokenStore(PostgresDatabase database, InstantSource clock, SecureRandom random) {
    this.database = database;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Created create(String label, Set<String> scopes, Optional<Instant> expiresAt) {
    if (label.isBlank() || label.length() > 200) {
      throw new IllegalArgumentException("a token's label has 1 to 200 characters");
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
    Sql sql =
        new Sql(
            "INSERT INTO tokens (id, label, secret_sha256, scopes, created_at, expires_at)"
                + " VALUES (?, ?, ?, ?, ?, ?)",
            text.id(),
            label,
            text.digest(),
            String.join(" ", token.scopes()),
            PostgresInstant.nanos(token.createdAt()),
            PostgresInstant.nanos(expiresAt));
    database.write("creating a token", sql::update);
    return new Created(text.text(), token);
  }

  @Override
  public List<Token> list() {
    Sql sql = new Sql("SELECT " + COLUMNS + " FROM tokens ORDER BY created_at, id");
    return database.read("listing tokens", c -> sql.rows(c, PostgresTokenStore::token));
  }

  @Override
  public boolean revoke(String id) {
    Sql sql =
        new Sql(
            "UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
            PostgresInstant.nanos(clock.instant()),
            id);
    return database.write("revoking a token", sql::update) == 1;
  }

  @Override
  public Optional<Token> authenticate(String text) {
    Optional<TokenText> given = TokenText.parse(text);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    Sql sql =
        new Sql("SELECT " + COLUMNS + ", secret_sha256 FROM tokens WHERE id = ?", given.get().id());
    Instant now = clock.instant();
    Optional<Token> found =
        database
            .read(
                "checking a token",
                c -> sql.row(c, row -> new Stored(token(row), row.getString(8))))
            .filter(stored -> given.get().hasDigest(stored.digest()))
            .map(Stored::token)
            .filter(token -> token.isValid(now));
    found.ifPresent(token -> touch(token, now));
    return found;
  }

  private record Stored(Token token, String digest) {}

  private void touch(Token token, Instant now) {
    Instant stale = now.minus(LAST_USED_PRECISION);
    if (token.lastUsedAt().filter(stale::isBefore).isPresent()) {
      return;
    }
    Sql sql =
        new Sql(
            "UPDATE tokens SET last_used_at = ? WHERE id = ?",
            PostgresInstant.nanos(now),
            token.id());
    try {
      database.write("noting the use of a token", sql::update);
    } catch (StoreUnavailable _) {
      // A note for people: a full disk must not lock readers out. The next use notes it.
    }
  }

  private static Token token(ResultSet row) throws SQLException {
    return new Token(
        row.getString(1),
        row.getString(2),
        Set.copyOf(Arrays.asList(row.getString(3).split(" "))),
        PostgresInstant.ofNanos(row.getLong(4)),
        instant(row, 5),
        instant(row, 6),
        instant(row, 7));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    long nanos = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(PostgresInstant.ofNanos(nanos));
  }

  /// The text of a bearer token: `tt_`, 12 hex digits that name it, `_`, and 160 random bits in
  /// hex.
  ///
  /// @param id its name
  /// @param secret what is kept of it is a digest
  private record TokenText(String id, String secret) {

    private static final Pattern FORM = Pattern.compile("tt_([0-9a-f]{12})_([0-9a-f]{40})");

    static TokenText draw(SecureRandom random) {
      return new TokenText(hex(random, 6), hex(random, 20));
    }

    private static String hex(SecureRandom random, int bytes) {
      byte[] bits = new byte[bytes];
      random.nextBytes(bits);
      return HexFormat.of().formatHex(bits);
    }

    static Optional<TokenText> parse(String text) {
      Matcher form = FORM.matcher(text);
      return form.matches()
          ? Optional.of(new TokenText(form.group(1), form.group(2)))
          : Optional.empty();
    }

    /// @return what the client sends
    String text() {
      return "tt_" + id + "_" + secret;
    }

    /// @return what is kept of the secret
    String digest() {
      return Sha256.of(secret).hex();
    }

    /// Compares in a time that does not show how much of the secret is right.
    boolean hasDigest(String kept) {
      return MessageDigest.isEqual(
          digest().getBytes(StandardCharsets.UTF_8), kept.getBytes(StandardCharsets.UTF_8));
    }
  }
}
