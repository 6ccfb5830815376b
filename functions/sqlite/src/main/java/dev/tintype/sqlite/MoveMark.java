package dev.tintype.sqlite;

import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The mark of a move, in its table.
final class MoveMark {

  private MoveMark() {}

  static Mark read(Connection connection) throws SQLException {
    return new Sql("SELECT state, run, store_id, other, other_id, since, origin FROM move_mark")
        .row(connection, MoveMark::mark)
        .orElse(Mark.NONE);
  }

  private static Mark mark(ResultSet row) throws SQLException {
    return new Mark(
        State.valueOf(row.getString(1)),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        SqliteInstant.ofNanos(row.getLong(6)),
        Optional.ofNullable(row.getString(7)));
  }

  /// Writes the mark and adds or removes the triggers, in a transaction of the caller.
  static void write(Connection connection, Mark mark) throws SQLException {
    new Sql(
            "INSERT OR REPLACE INTO move_mark (id, state, run, store_id, other, other_id, since, origin)"
                + " VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
            mark.state().name(),
            mark.run(),
            mark.id(),
            mark.other(),
            mark.otherId(),
            SqliteInstant.nanos(mark.since()),
            mark.origin().orElse(null))
        .update(connection);
    switch (mark.state()) {
      case OPEN -> Freeze.end(connection);
      case FROZEN, MOVED, FILLING -> Freeze.begin(connection);
    }
  }
}
