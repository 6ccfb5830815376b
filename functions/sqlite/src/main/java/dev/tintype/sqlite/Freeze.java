package dev.tintype.sqlite;

import dev.tintype.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/// Stops the writes of every process by triggers in the file: they cost nothing while they are not
/// there, and a program of an older release, which knows no mark, cannot write past them. A
/// transaction in which the table `mover` has a row may write; that row is never committed.
final class Freeze {

  private static final List<String> TABLES =
      List.of(
          "images",
          "versions",
          "idempotency",
          "outbox",
          "tokens",
          "messages",
          "dead_letters",
          "loop_leases");

  private static final List<String> WRITES = List.of("INSERT", "UPDATE", "DELETE");

  private Freeze() {}

  /// Adds the triggers, in a transaction of the caller.
  static void begin(Connection connection) throws SQLException {
    for (String table : TABLES) {
      for (String write : WRITES) {
        Sql.execute(
            connection,
            "CREATE TRIGGER IF NOT EXISTS %s BEFORE %s ON %s WHEN NOT EXISTS (SELECT 1 FROM mover) BEGIN SELECT RAISE(ABORT, 'frozen'); END"
                .formatted(name(table, write), write, table));
      }
    }
  }

  /// Removes the triggers, in a transaction of the caller.
  static void end(Connection connection) throws SQLException {
    for (String table : TABLES) {
      for (String write : WRITES) {
        Sql.execute(connection, "DROP TRIGGER IF EXISTS " + name(table, write));
      }
    }
  }

  private static String name(String table, String write) {
    return "frozen_" + table + "_" + write.toLowerCase(Locale.ROOT);
  }
}
