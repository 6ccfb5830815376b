package dev.tintype.postgres;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/// Makes the tables, and moves older ones forward: `schema/V….sql`, each of which is never changed
/// once released. A migration adds, so that an older program may work beside a newer one during an
/// upgrade. One that shuts older programs out says so in the table `oldest_program`.
final class PostgresSchema {

  /// How many migrations this program brings, each of them one higher.
  static final int NEWEST = 4;

  /// Where the library keeps which migrations were applied.
  private static final String HISTORY = "tintype_schema";

  /// The number of the lock that a host holds while it makes the tables: "tintype" in ASCII.
  private static final long TURN = 0x74696e74797065L;

  private PostgresSchema() {}

  /// Brings the database to the present schema; of several hosts one does it and the others wait.
  /// The library is asked only when something is to do, so a user without rights to make tables is
  /// enough afterwards.
  ///
  /// @throws InvalidAddress when tables are to be made, and the user may not
  /// @throws IllegalStateException when a newer program shut this one out
  /// @throws StoreUnavailable when the migration failed; it is undone, and the next start tries
  ///   again
  static void prepare(Connection connection, Connections connections) throws SQLException {
    if (applied(connection) < NEWEST) {
      checkRights(connection, connections.address());
      migrateAlone(connection, connections);
    }
    int oldest = number(connection, "SELECT schema FROM oldest_program");
    if (oldest > NEWEST) {
      throw new IllegalStateException(
          "the database %s needs a program that knows schema %d, this one knows %d: it was changed"
                  .formatted(connections.address().text(), oldest, NEWEST)
              + " by a newer Tintype");
    }
  }

  /// @return whether tables of ours are there
  static boolean isThere(Connection connection) throws SQLException {
    return has(connection, "oldest_program");
  }

  private static boolean has(Connection connection, String table) throws SQLException {
    return new Sql("SELECT to_regclass(?) IS NOT NULL", table)
        .row(connection, row -> row.getBoolean(1))
        .orElse(false);
  }

  /// @return the newest migration that was applied; those of a newer program count too
  private static int applied(Connection connection) throws SQLException {
    return has(connection, HISTORY)
        ? number(
            connection,
            "SELECT coalesce(max(version::int), 0) FROM "
                + HISTORY
                + " WHERE success AND version IS NOT NULL")
        : 0;
  }

  private static void checkRights(Connection connection, PostgresAddress address)
      throws SQLException {
    boolean mayMake =
        new Sql("SELECT coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)")
            .row(connection, row -> row.getBoolean(1))
            .orElse(false);
    if (!mayMake) {
      throw new InvalidAddress(
          address.text(),
          "leads to a database that lacks tables of this release, and the user "
              + address.user()
              + " may not make them: start one command as the owner first");
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    Optional<Integer> found = new Sql(sql).row(connection, row -> row.getInt(1));
    return found.orElseThrow();
  }

  /// The library's own lock comes too late: a host that looks while another one has made the
  /// library's table, and nothing in it, fails. The lock ends with a transaction, so that it works
  /// behind a pooler.
  private static void migrateAlone(Connection connection, Connections connections)
      throws SQLException {
    try (Connection turn = connections.patient().getConnection()) {
      turn.setAutoCommit(false);
      new Sql("SET LOCAL idle_in_transaction_session_timeout = 0").update(turn);
      new Sql("SELECT 1 FROM pg_advisory_xact_lock(?)", TURN).row(turn, row -> row.getInt(1));
      if (applied(connection) < NEWEST) {
        migrate(connections);
      }
    }
  }

  private static void migrate(Connections connections) {
    var configuration =
        Flyway.configure(PostgresSchema.class.getClassLoader())
            .dataSource(connections.patient())
            .locations("classpath:dev/tintype/postgres/schema")
            .table(HISTORY)
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .createSchemas(false);
    // A lock of a session would outlive us behind a pooler, which gives each transaction another
    // one.
    configuration
        .getPluginRegister()
        .getExact(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(true);
    try {
      configuration.load().migrate();
    } catch (FlywayException e) {
      throw failure(e);
    }
  }

  private static RuntimeException failure(FlywayException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException wrong) {
        return PostgresErrors.classify("making the tables", wrong);
      }
    }
    return new StoreUnavailable("PostgreSQL, making the tables: " + e.getMessage(), e);
  }
}
