package dev.tintype.sqlite;

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

/// Bearer tokens of one machine: `tt_`, 12 hex digits that name the token, `_`, and 160 random bits
/// in hex, of which only the SHA-256 is kept. Safe for use by many threads and processes.
final class SqliteTokenStore implements TokenStore {

  private static final Pattern FORM = Pattern.compile("tt_([0-9a-f]{12})_([0-9a-f]{40})");
  private static final Pattern SCOPE = Pattern.compile("[a-z]+:[a-z]+");
  private static final Duration LAST_USED_PRECISION = Duration.ofMinutes(1);
  private static final String COLUMNS =
      "id, label, scopes, created_at, expires_at, last_used_at, revoked_at";

  private final SqliteDatabase database;
  private final InstantSource clock;
  private final SecureRandom random;

  /// @param database kept open by its owner for as long as the store is used
  /// @param clock tells when tokens were made, used and end
  /// @param random what tokens are drawn from
  SqliteTokenStore(SqliteDatabase database, InstantSource clock, SecureRandom random) {
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
    String id = randomHex(6);
    String secret = randomHex(20);
    Token token =
        new Token(
            id, label, scopes, clock.instant(), expiresAt, Optional.empty(), Optional.empty());
    Sql sql =
        new Sql(
            "INSERT INTO tokens (id, label, secret_sha256, scopes, created_at, expires_at)"
                + " VALUES (?, ?, ?, ?, ?, ?)",
            id,
            label,
            Sha256.of(secret).hex(),
            String.join(" ", token.scopes()),
            SqliteInstant.nanos(token.createdAt()),
            SqliteInstant.nanos(expiresAt));
    database.write("creating a token", sql::update);
    return new Created("tt_" + id + "_" + secret, token);
  }

  private String randomHex(int bytes) {
    byte[] bits = new byte[bytes];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  @Override
  public List<Token> list() {
    Sql sql = new Sql("SELECT " + COLUMNS + " FROM tokens ORDER BY created_at, id");
    return database.read("listing tokens", c -> sql.rows(c, SqliteTokenStore::token));
  }

  @Override
  public boolean revoke(String id) {
    Sql sql =
        new Sql(
            "UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
            SqliteInstant.nanos(clock.instant()),
            id);
    return database.write("revoking a token", sql::update) == 1;
  }

  @Override
  public Optional<Token> authenticate(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    Sql sql =
        new Sql("SELECT " + COLUMNS + ", secret_sha256 FROM tokens WHERE id = ?", form.group(1));
    Instant now = clock.instant();
    Optional<Token> found =
        database
            .read(
                "checking a token",
                c -> sql.row(c, row -> new Stored(token(row), row.getString(8))))
            .filter(stored -> stored.isSecret(form.group(2)))
            .map(Stored::token)
            .filter(token -> token.isValid(now));
    found.ifPresent(token -> touch(token, now));
    return found;
  }

  private void touch(Token token, Instant now) {
    Instant stale = now.minus(LAST_USED_PRECISION);
    if (token.lastUsedAt().filter(stale::isBefore).isPresent()) {
      return;
    }
    Sql sql =
        new Sql(
            "UPDATE tokens SET last_used_at = ? WHERE id = ?",
            SqliteInstant.nanos(now),
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
        SqliteInstant.ofNanos(row.getLong(4)),
        instant(row, 5),
        instant(row, 6),
        instant(row, 7));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    long nanos = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(SqliteInstant.ofNanos(nanos));
  }

  private record Stored(Token token, String secretSha256) {
    boolean isSecret(String secret) {
      return MessageDigest.isEqual(
          Sha256.of(secret).hex().getBytes(StandardCharsets.UTF_8),
          secretSha256.getBytes(StandardCharsets.UTF_8));
    }
  }
}
