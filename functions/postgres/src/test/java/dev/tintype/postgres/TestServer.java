package dev.tintype.postgres;

import dev.tintype.sql.Sql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The PostgreSQL server of all tests of a JVM: an embedded one, or with `TINTYPE_TEST_POSTGRES`
/// (`HOST:PORT`, of a server whose user `postgres` is trusted) another one. With
/// `TINTYPE_TEST_PGBOUNCER` the tests reach it through a pooler, which passes on every database.
/// `TINTYPE_TEST_POSTGRES_ARCHIVE` names the programs of embedded ones, as a `.txz`.
final class TestServer {

  private static final Map<String, String> ENVIRONMENT = System.getenv();
  private static final String SERVER = server();
  private static final Set<String> MADE = new HashSet<>();

  private static final String EMPTY =
      Stream.of(
              "images",
              "versions",
              "idempotency",
              "outbox",
              "changes",
              "messages",
              "dead_letters",
              "tokens",
              "loop_leases")
          .map(table -> "DELETE FROM " + table)
          .collect(Collectors.joining(";"));

  private TestServer() {}

  private static String server() {
    String given = ENVIRONMENT.get("TINTYPE_TEST_POSTGRES");
    try {
      return given != null ? given : "127.0.0.1:" + embedded().start().getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return makes a server of a test's own
  static EmbeddedPostgres.Builder embedded() {
    EmbeddedPostgres.Builder server =
        EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("deadlock_timeout", "100ms");
    String archive = ENVIRONMENT.get("TINTYPE_TEST_POSTGRES_ARCHIVE");
    return archive == null
        ? server
        : server.setPgBinaryResolver((_, _) -> Files.newInputStream(Path.of(archive)));
  }

  /// @return host and port of the server itself
  static String direct() {
    return SERVER;
  }

  /// @return whether a pooler is between
  static boolean isPooled() {
    return ENVIRONMENT.containsKey("TINTYPE_TEST_PGBOUNCER");
  }

  /// @return the address of a database, past a pooler
  static String directly(String user, String database) {
    return "postgres://" + user + "@" + SERVER + "/" + database;
  }

  /// @return the address of a database
  static String address(String database) {
    return "postgres://postgres@"
        + ENVIRONMENT.getOrDefault("TINTYPE_TEST_PGBOUNCER", SERVER)
        + "/"
        + database;
  }

  static Connections connections(String address) {
    PostgresSettings settings = PostgresSettings.of(Map.of());
    return new Connections(PostgresAddress.parse(address, settings), settings);
  }

  /// A connection to the server itself, which reads and writes what it wants.
  static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + SERVER + "/" + database, "postgres", null);
  }

  /// Runs statements in a database.
  static void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database)) {
      Sql.execute(connection, sql);
    }
  }

  /// Makes a database without tables.
  static void create(String database) throws SQLException {
    execute("postgres", "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    execute("postgres", "CREATE DATABASE " + database + " TEMPLATE template0 ENCODING 'UTF8'");
  }

  /// Opens a database of this name whose tables are empty; a class uses its own name.
  static synchronized PostgresDatabase open(String database) throws SQLException {
    boolean isNew = MADE.add(database);
    if (isNew) {
      create(database);
    }
    PostgresDatabase opened = PostgresDatabase.open(connections(address(database)));
    if (!isNew) {
      execute(database, EMPTY);
    }
    return opened;
  }
}
