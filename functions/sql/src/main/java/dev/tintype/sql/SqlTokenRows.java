package dev.tintype.sql;

import dev.tintype.core.port.TokenStore.Token;
import dev.tintype.core.token.TokenRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rows of tokens in a SQL database. Safe for use by many threads and processes.
public final class SqlTokenRows implements TokenRows {

  private static final String COLUMNS =
      "id, label, scopes, created_at, expires_at, last_used_at, revoked_at";

  private final SqlDatabase database;

  /// @param database kept open by its owner for as long as the rows are used
  public SqlTokenRows(SqlDatabase database) {
    this.database = database;
  }

  @Override
  public void add(Stored row) {
    Token token = row.token();
    Sql sql =
        new Sql(
            "INSERT INTO tokens (id, label, secret_sha256, scopes, created_at, expires_at)"
                + " VALUES (?, ?, ?, ?, ?, ?)",
            token.id(),
            token.label(),
            row.digest(),
            String.join(" ", token.scopes()),
            Nanos.of(token.createdAt()),
            Nanos.of(token.expiresAt()));
    database.write("creating a token", sql::update);
  }

  @Override
  public List<Token> all() {
    Sql sql = new Sql("SELECT " + COLUMNS + " FROM tokens ORDER BY created_at, id");
    return database.read("listing tokens", c -> sql.rows(c, SqlTokenRows::token));
  }

  @Override
  public Optional<Stored> find(String id) {
    Sql sql = new Sql("SELECT " + COLUMNS + ", secret_sha256 FROM tokens WHERE id = ?", id);
    return database.read(
        "checking a token", c -> sql.row(c, row -> new Stored(token(row), row.getString(8))));
  }

  @Override
  public boolean revoke(String id, Instant at) {
    Sql sql =
        new Sql(
            "UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL",
            Nanos.of(at),
            id);
    return database.write("revoking a token", sql::update) == 1;
  }

  @Override
  public void noteUse(String id, Instant at) {
    Sql sql = new Sql("UPDATE tokens SET last_used_at = ? WHERE id = ?", Nanos.of(at), id);
    database.write("noting the use of a token", sql::update);
  }

  private static Token token(ResultSet row) throws SQLException {
    return new Token(
        row.getString(1),
        row.getString(2),
        Set.copyOf(Arrays.asList(row.getString(3).split(" "))),
        Nanos.instant(row.getLong(4)),
        instant(row, 5),
        instant(row, 6),
        instant(row, 7));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    long nanos = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Nanos.instant(nanos));
  }
}
