package dev.tintype.sql;

import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The mark of a move, in its table.
public final class MoveMark {

  /// The statement that reads it.
  public static final String READ =
      "SELECT state, run, store_id, other, other_id, since, origin FROM move_mark";

  private MoveMark() {}

  /// @return the mark
  public static Mark read(Connection connection) throws SQLException {
    return read(connection, READ);
  }

  /// @param sql begins with [#READ]
  public static Mark read(Connection connection, String sql) throws SQLException {
    return new Sql(sql).row(connection, MoveMark::of).orElse(Mark.NONE);
  }

  private static Mark of(ResultSet row) throws SQLException {
    return new Mark(
        State.valueOf(row.getString(1)),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        Nanos.instant(row.getLong(6)),
        Optional.ofNullable(row.getString(7)));
  }

  static void write(Connection connection, Mark mark) throws SQLException {
    new Sql(
            "INSERT INTO move_mark (id, state, run, store_id, other, other_id, since, origin)"
                + " VALUES (1, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                + " state = excluded.state, run = excluded.run, store_id = excluded.store_id,"
                + " other = excluded.other, other_id = excluded.other_id,"
                + " since = excluded.since, origin = excluded.origin",
            mark.state().name(),
            mark.run(),
            mark.id(),
            mark.other(),
            mark.otherId(),
            Nanos.of(mark.since()),
            mark.origin().orElse(null))
        .update(connection);
  }
}
