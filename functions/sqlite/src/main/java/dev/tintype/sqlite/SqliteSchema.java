package dev.tintype.sqlite;

import dev.tintype.sql.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The tables, and how an older file is moved forward: `user_version` counts the migrations that
/// were applied, `additions` the additions. An addition is what a program that does not know it can
/// do without: columns that may be null, indexes, tables and triggers of their own. So the release
/// before can open the file again, and may write to it while this one does. A migration shuts older
/// programs out. What was released is never changed; new ones are added behind it.
///
/// Instants that are searched by are nanoseconds since 1970, and stand in the record as text too.
final class SqliteSchema {

  /// "TINT" in ASCII, which marks our files.
  private static final int APPLICATION_ID = 0x54494e54;

  static final List<String> FIRST =
      List.of(
          """
          CREATE TABLE images (
            id TEXT NOT NULL PRIMARY KEY,
            epoch INTEGER NOT NULL,
            live INTEGER NOT NULL,
            due_at INTEGER,
            record TEXT NOT NULL
          ) STRICT\
          """,
          "CREATE INDEX images_live ON images (id) WHERE live = 1",
          "CREATE INDEX images_due ON images (due_at) WHERE due_at IS NOT NULL",
          """
          CREATE TABLE versions (
            image_id TEXT NOT NULL,
            version TEXT NOT NULL,
            sequence INTEGER NOT NULL,
            epoch INTEGER NOT NULL,
            due_at INTEGER,
            record TEXT NOT NULL,
            PRIMARY KEY (image_id, version)
          ) STRICT\
          """,
          "CREATE INDEX versions_due ON versions (due_at) WHERE due_at IS NOT NULL",
          """
          CREATE TABLE idempotency (
            key TEXT NOT NULL PRIMARY KEY,
            expires_at INTEGER NOT NULL,
            record TEXT NOT NULL
          ) STRICT\
          """,
          "CREATE INDEX idempotency_expiry ON idempotency (expires_at)",
          """
          CREATE TABLE outbox (
            id TEXT NOT NULL PRIMARY KEY,
            due_at INTEGER NOT NULL,
            record TEXT NOT NULL
          ) STRICT\
          """,
          "CREATE INDEX outbox_due ON outbox (due_at)",
          """
          CREATE TABLE messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            body TEXT NOT NULL,
            sent_at INTEGER NOT NULL,
            visible_at INTEGER NOT NULL,
            receive_count INTEGER NOT NULL DEFAULT 0,
            held INTEGER NOT NULL DEFAULT 0
          ) STRICT\
          """,
          "CREATE INDEX messages_visible ON messages (visible_at, id)",
          """
          CREATE TABLE dead_letters (
            id INTEGER PRIMARY KEY,
            body TEXT NOT NULL,
            why TEXT NOT NULL,
            receive_count INTEGER NOT NULL,
            sent_at INTEGER NOT NULL,
            died_at INTEGER NOT NULL
          ) STRICT\
          """,
          """
          CREATE TABLE tokens (
            id TEXT NOT NULL PRIMARY KEY,
            label TEXT NOT NULL,
            secret_sha256 TEXT NOT NULL,
            scopes TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            last_used_at INTEGER,
            revoked_at INTEGER
          ) STRICT\
          """);

  /// How often the switch to the write-ahead log is tried, and the pause between: 10 s in all.
  private static final int SWITCHES = 500;

  private static final long PAUSE_NANOS = 20_000_000;

  private static final List<List<String>> MIGRATIONS = List.of(FIRST);

  private static final List<List<String>> ADDITIONS =
      List.of(
          FirstAddition.STATEMENTS,
          LanesAddition.STATEMENTS,
          LeasesAddition.STATEMENTS,
          MoveAddition.STATEMENTS,
          NotesAddition.STATEMENTS,
          MetadataAddition.STATEMENTS);

  private SqliteSchema() {}

  /// Brings a file to the present schema; of several processes one does it and the others wait.
  static void prepare(Connection connection, Path file) throws SQLException {
    prepare(connection, file, MIGRATIONS);
    if (additions(connection) < ADDITIONS.size()) {
      Sql.execute(connection, "BEGIN IMMEDIATE");
      add(connection);
      Sql.execute(connection, "COMMIT");
    }
  }

  static void prepare(Connection connection, Path file, List<List<String>> migrations)
      throws SQLException {
    useWriteAheadLog(connection);
    if (pragma(connection, "application_id") == APPLICATION_ID
        && pragma(connection, "user_version") == migrations.size()) {
      return;
    }
    Sql.execute(connection, "BEGIN IMMEDIATE");
    int applied = appliedMigrations(connection, file, migrations.size());
    for (List<String> migration : migrations.subList(applied, migrations.size())) {
      for (String sql : migration) {
        Sql.execute(connection, sql);
      }
    }
    Sql.execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
    Sql.execute(connection, "PRAGMA user_version = " + migrations.size());
    Sql.execute(connection, "COMMIT");
  }

  /// @return how many additions the file has; those of a newer program count too
  private static long additions(Connection connection) throws SQLException {
    boolean isCounted =
        number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'additions'") > 0;
    return isCounted ? number(connection, "SELECT n FROM additions") : 0;
  }

  private static void add(Connection connection) throws SQLException {
    long applied = additions(connection);
    if (applied >= ADDITIONS.size()) {
      return;
    }
    for (List<String> addition : ADDITIONS.subList((int) applied, ADDITIONS.size())) {
      for (String sql : addition) {
        Sql.execute(connection, sql);
      }
    }
    Sql.execute(connection, "CREATE TABLE IF NOT EXISTS additions (n INTEGER) STRICT");
    Sql.execute(connection, "DELETE FROM additions");
    Sql.execute(connection, "INSERT INTO additions VALUES (" + ADDITIONS.size() + ")");
  }

  private static int appliedMigrations(Connection connection, Path file, int known)
      throws SQLException {
    long application = pragma(connection, "application_id");
    long applied = pragma(connection, "user_version");
    boolean empty = number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    if (application != APPLICATION_ID && !(empty && application == 0 && applied == 0)) {
      throw new IllegalStateException(file + " is a database of another program");
    }
    if (applied > known) {
      throw new IllegalStateException(
          "%s has schema %d, this program knows %d: it was written by a newer Tintype"
              .formatted(file, applied, known));
    }
    return (int) applied;
  }

  /// Switching to the log needs the file for itself for a moment, and SQLite does not wait for that
  /// when another process is switching too: the switch is tried again.
  private static void useWriteAheadLog(Connection connection) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Statement statement = connection.createStatement();
          ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
        if (mode.next() && mode.getString(1).equals("wal")) {
          return;
        }
        throw new IllegalStateException(
            "SQLite cannot keep a write-ahead log here: the data folder must be on a local disk");
      } catch (SQLException e) {
        if (!SqliteErrors.isBusy(e) || attempt == SWITCHES) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static long pragma(Connection connection, String name) throws SQLException {
    return number(connection, "PRAGMA " + name);
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
