package dev.tintype.postgres;

import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The mark of a move, in its table, and the triggers that stop the writes of every host while it
/// says so.
final class MoveMark {

  /// In the order in which changes of the job store lock them.
  private static final List<String> TABLES =
      List.of(
          "images",
          "versions",
          "outbox",
          "idempotency",
          "tokens",
          "messages",
          "dead_letters",
          "loop_leases");

  private static final String READ =
      "SELECT state, run, store_id, other, other_id, since, origin FROM move_mark";

  private MoveMark() {}

  static Mark read(Connection connection) throws SQLException {
    return mark(connection, READ);
  }

  /// Reads the mark so that nobody replaces it before the transaction ends.
  static Mark held(Connection connection) throws SQLException {
    return mark(connection, READ + " FOR SHARE");
  }

  private static Mark mark(Connection connection, String sql) throws SQLException {
    return new Sql(sql).row(connection, MoveMark::of).orElse(Mark.NONE);
  }

  private static Mark of(ResultSet row) throws SQLException {
    return new Mark(
        State.valueOf(row.getString(1)),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        PostgresInstant.ofNanos(row.getLong(6)),
        Optional.ofNullable(row.getString(7)));
  }

  /// Replaces the mark in a transaction.
  ///
  /// @return whether it was `before`
  static boolean replace(Connection connection, Mark before, Mark after) throws SQLException {
    Sql.execute(connection, "LOCK TABLE move_mark IN EXCLUSIVE MODE");
    if (!read(connection).equals(before)) {
      return false;
    }
    new Sql(
            "INSERT INTO move_mark (id, state, run, store_id, other, other_id, since, origin)"
                + " VALUES (1, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                + " state = excluded.state, run = excluded.run, store_id = excluded.store_id,"
                + " other = excluded.other, other_id = excluded.other_id,"
                + " since = excluded.since, origin = excluded.origin",
            after.state().name(),
            after.run(),
            after.id(),
            after.other(),
            after.otherId(),
            PostgresInstant.nanos(after.since()),
            after.origin().orElse(null))
        .update(connection);
    boolean wasOpen = before.state() == State.OPEN;
    if (wasOpen != (after.state() == State.OPEN)) {
      guard(connection, wasOpen);
    }
    return true;
  }

  /// Switches the triggers. The lock waits for every transaction that has written, and for none
  /// that only reads, such as a dump that takes an hour.
  private static void guard(Connection connection, boolean on) throws SQLException {
    Sql.execute(
        connection, "LOCK TABLE " + String.join(", ", TABLES) + " IN SHARE ROW EXCLUSIVE MODE");
    for (String table : TABLES) {
      Sql.execute(
          connection, "ALTER TABLE " + table + (on ? " ENABLE" : " DISABLE") + " TRIGGER frozen");
    }
  }
}
