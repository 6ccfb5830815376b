package dev.tintype.postgres;

import dev.tintype.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.PGConnection;

/// What a server says of itself when a host opens it.
///
/// @param version such as 150004
/// @param encoding of its texts
/// @param isPooled whether a pooler is between. Its clients are told a process that is not the one
///   that answers
record Greeting(int version, String encoding, boolean isPooled) {

  /// `ON CONFLICT` and the rest that is used here exist for longer, but nobody looks after an older
  /// release, https://www.postgresql.org/support/versioning/
  private static final int OLDEST = 140_000;

  static Greeting of(Connection connection) throws SQLException {
    int told = connection.unwrap(PGConnection.class).getBackendPID();
    return new Sql(
            "SELECT current_setting('server_version_num')::int,"
                + " current_setting('server_encoding'), pg_backend_pid()")
        .row(
            connection, row -> new Greeting(row.getInt(1), row.getString(2), row.getInt(3) != told))
        .orElseThrow();
  }

  /// @return why this server cannot be used, completing a sentence that begins with the address
  Optional<String> problem() {
    if (version < OLDEST) {
      return Optional.of(
          "leads to PostgreSQL " + version / 10_000 + ", but PostgreSQL 14 or later is needed");
    }
    return encoding.equals("UTF8")
        ? Optional.empty()
        : Optional.of(
            "leads to a database with the encoding "
                + encoding
                + ": make one with ENCODING 'UTF8'");
  }
}
