package dev.tintype.sqlite;

import dev.tintype.core.port.JobQueue.Depth;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// Counts the queue without going through it: triggers keep the sums, and of visible and hidden
/// messages only the fewer are counted, unless both are many.
///
/// @param connection reads
/// @param now the instant by which messages are visible
record QueueDepth(Connection connection, Instant now) {

  /// From how many on a side counts as many.
  private static final int MANY = 1_000;

  private static final String HIDDEN = "visible_at > ? AND visible_at <= ?";

  Depth depth() throws SQLException {
    long all = sum("messages");
    long dead = sum("dead_letters");
    long hidden = counted(HIDDEN, MANY);
    if (hidden == MANY) {
      long visible =
          count("visible_at <= ?", nanos(), MANY) + count("visible_at > ?", beyond(), MANY);
      hidden = visible < MANY ? all - visible : counted(HIDDEN, Long.MAX_VALUE);
    }
    return new Depth(all - hidden, hidden, dead);
  }

  private long sum(String name) throws SQLException {
    return number(new Sql("SELECT n FROM counts WHERE name = ?", name));
  }

  private long counted(String where, long most) throws SQLException {
    return number(
        new Sql(
            "SELECT count(*) FROM (SELECT 1 FROM messages WHERE " + where + " LIMIT ?)",
            nanos(),
            beyond(),
            most));
  }

  private long count(String where, long bound, long most) throws SQLException {
    return number(
        new Sql(
            "SELECT count(*) FROM (SELECT 1 FROM messages WHERE " + where + " LIMIT ?)",
            bound,
            most));
  }

  private long number(Sql sql) throws SQLException {
    return sql.row(connection, row -> row.getLong(1)).orElse(0L);
  }

  private long nanos() {
    return SqliteInstant.nanos(now);
  }

  private long beyond() {
    return MessageRows.beyond(now);
  }
}
