package dev.tintype.sqlite;

import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.state.Lane;
import dev.tintype.sql.MessageColumns;
import dev.tintype.sql.Nanos;
import dev.tintype.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/// Counts the queue without going through it: triggers keep the sums, and of a lane's visible and
/// hidden messages only the fewer are counted, unless both are many.
///
/// @param connection reads
/// @param now the instant by which messages are visible
record QueueDepth(Connection connection, Instant now) {

  /// From how many on a side counts as many.
  private static final int MANY = 1_000;

  private static final String HIDDEN = "visible_at > ? AND visible_at <= ?";

  Depth depth() throws SQLException {
    long bulk = sum("bulk_messages");
    long fresh = sum("messages") - bulk;
    long bulkHidden = hidden(Lane.BULK, bulk);
    long freshHidden = hidden(Lane.FRESH, fresh);
    return new Depth(
        fresh - freshHidden + bulk - bulkHidden,
        freshHidden + bulkHidden,
        sum("dead_letters"),
        bulk - bulkHidden,
        bulkHidden);
  }

  /// @param all the messages of the lane
  private long hidden(Lane lane, long all) throws SQLException {
    long hidden = counted(lane, HIDDEN, MANY);
    if (hidden < MANY) {
      return hidden;
    }
    long visible =
        count(lane, "visible_at <= ?", nanos(), MANY)
            + count(lane, "visible_at > ?", beyond(), MANY);
    return visible < MANY ? all - visible : counted(lane, HIDDEN, Long.MAX_VALUE);
  }

  private long sum(String name) throws SQLException {
    return number(new Sql("SELECT n FROM counts WHERE name = ?", name));
  }

  private long counted(Lane lane, String where, long most) throws SQLException {
    return number(new Sql(counting(where), MessageColumns.number(lane), nanos(), beyond(), most));
  }

  private long count(Lane lane, String where, long bound, long most) throws SQLException {
    return number(new Sql(counting(where), MessageColumns.number(lane), bound, most));
  }

  private static String counting(String where) {
    return "SELECT count(*) FROM (SELECT 1 FROM messages WHERE lane = ? AND " + where + " LIMIT ?)";
  }

  private long number(Sql sql) throws SQLException {
    return sql.row(connection, row -> row.getLong(1)).orElse(0L);
  }

  private long nanos() {
    return Nanos.of(now);
  }

  private long beyond() {
    return MessageRows.beyond(now);
  }
}
