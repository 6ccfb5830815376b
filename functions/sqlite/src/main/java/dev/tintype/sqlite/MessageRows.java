package dev.tintype.sqlite;

import dev.tintype.core.port.JobSender;
import dev.tintype.core.state.Lane;
import dev.tintype.sql.MessageColumns;
import dev.tintype.sql.Nanos;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlWrite;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The rows of the queue, read and written inside a transaction.
///
/// A message only says "look at this version", so at most one waits for each version: whoever
/// receives it sees all that was written before. A message that is being worked on is no waiting
/// one, since its receiver may have looked already.
///
/// @param connection in a transaction
/// @param now the instant by which messages are visible
record MessageRows(Connection connection, Instant now) {

  /// The longest that a message may be hidden: a delay, or a visibility timeout.
  static final Duration LONGEST_HIDDEN = JobSender.LONGEST_DELAY;

  /// A clock that is set back by less does not make a hidden message visible.
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private static final String OURS = " WHERE id = ? AND receive_count = ? AND held = 1";

  /// Visible in its time, or hidden for longer than anything is: by a clock that was ahead and was
  /// corrected since.
  private static final String VISIBLE = "(visible_at <= ? OR visible_at > ?)";

  /// The message of one lane that became visible first. Of two subqueries each is a search of an
  /// index; one with OR would not be.
  private static final String FIRST =
      "(SELECT id FROM messages WHERE lane = %1$d AND visible_at > ?2"
          + " ORDER BY visible_at, id LIMIT 1), "
          + "(SELECT id FROM messages WHERE lane = %1$d AND visible_at <= ?3"
          + " ORDER BY visible_at, id LIMIT 1)";

  private static final String ANY =
      "EXISTS (SELECT 1 FROM messages WHERE lane = %1$d AND visible_at <= ?1)"
          + " OR EXISTS (SELECT 1 FROM messages WHERE lane = %1$d AND visible_at > ?2)";

  /// A message that was taken.
  ///
  /// @param about the version, where the message names one
  record Taken(long id, int count, String body, @Nullable String about, Lane lane) {}

  /// @return the text for each lane, fresh first
  private static String each(Set<Lane> lanes, String text, String between) {
    return lanes.stream()
        .map(MessageColumns::number)
        .sorted()
        .map(text::formatted)
        .collect(Collectors.joining(between));
  }

  /// @return the instant until when a right clock can have hidden a message
  static long beyond(Instant now) {
    return Nanos.of(now.plus(LONGEST_HIDDEN).plus(TOLERANCE));
  }

  private long beyond() {
    return beyond(now);
  }

  private long nanos() {
    return Nanos.of(now);
  }

  /// @return whether there is anything to receive in one of the lanes
  boolean isAnyVisible(Set<Lane> lanes) throws SQLException {
    return new Sql("SELECT " + each(lanes, ANY, " OR "), nanos(), beyond())
        .row(connection, row -> row.getBoolean(1))
        .orElse(false);
  }

  /// Adds a message, unless one about the same version waits: that one then becomes visible no
  /// later than this one would, and is in the fresh lane if one of the two is.
  ///
  /// @return whether a row was added
  boolean put(String body, Lane lane, long sentAt, Instant visibleAt) throws SQLException {
    String about = MessageColumns.about(body);
    Row row = new Row(body, about, lane, sentAt, Nanos.of(visibleAt));
    if (about != null && row.hasten(now).update(connection) == 1) {
      return false;
    }
    row.insert("").update(connection);
    return true;
  }

  /// Sends a message as [#put] does.
  ///
  /// @return the statements, of which the second does nothing when the first changed a row
  static List<SqlWrite> put(JobSender.Sending sending, Instant now) {
    Row row =
        new Row(
            sending.message().json(),
            MessageColumns.about(sending.message()),
            sending.lane(),
            Nanos.of(now),
            Nanos.of(now.plus(sending.delay())));
    return List.of(
        new SqlWrite(row.hasten(now), SqlWrite.Rule.ANY_ROWS),
        new SqlWrite(row.insert(" WHERE changes() = 0"), SqlWrite.Rule.ANY_ROWS));
  }

  /// A message that is to be sent.
  private record Row(String body, @Nullable String about, Lane lane, long sentAt, long due) {

    /// Lets the message that waits for the version be visible by the instant. One whose receiver
    /// let its time pass waits too; the receiver loses it, or it could remove a message it never
    /// looked at.
    Sql hasten(Instant now) {
      return new Sql(
          "UPDATE messages SET visible_at = min(visible_at, ?), lane = min(lane, ?), held = 0"
              + " WHERE id ="
              + " (SELECT id FROM messages WHERE about = ? AND (held = 0 OR "
              + VISIBLE
              + ") ORDER BY held, visible_at LIMIT 1)",
          due,
          MessageColumns.number(lane),
          about,
          Nanos.of(now),
          beyond(now));
    }

    Sql insert(String condition) {
      return new Sql(
          "INSERT INTO messages (body, sent_at, visible_at, about, lane) SELECT ?, ?, ?, ?, ?"
              + condition,
          body,
          sentAt,
          due,
          about,
          MessageColumns.number(lane));
    }
  }

  /// Takes the message that became visible first, a bulk message only when no fresh one is visible.
  Optional<Taken> take(Duration visibility, Set<Lane> lanes) throws SQLException {
    Optional<Taken> taken =
        new Sql(
                "UPDATE messages SET visible_at = ?1, receive_count = receive_count + 1, held = 1"
                    + " WHERE id = coalesce("
                    + each(lanes, FIRST, ", ")
                    + ") RETURNING id, receive_count, body, about, lane",
                Nanos.of(now.plus(visibility)),
                beyond(),
                nanos())
            .row(
                connection,
                row ->
                    new Taken(
                        row.getLong(1),
                        row.getInt(2),
                        row.getString(3),
                        row.getString(4),
                        MessageColumns.lane(row.getInt(5))));
    return taken.isPresent() ? Optional.of(alone(taken.get())) : taken;
  }

  /// Removes the other visible messages about the version: who receives this one sees what they
  /// tell of. Of their counts the highest stays, which is what tells a message that kills its
  /// workers.
  private Taken alone(Taken taken) throws SQLException {
    if (taken.about() == null) {
      return taken;
    }
    List<Integer> counts =
        new Sql(
                "DELETE FROM messages WHERE about = ? AND id <> ? AND "
                    + VISIBLE
                    + " RETURNING receive_count",
                taken.about(),
                taken.id(),
                nanos(),
                beyond())
            .rows(connection, row -> row.getInt(1));
    int count = counts.stream().reduce(taken.count(), (most, one) -> Math.max(most, one + 1));
    if (count == taken.count()) {
      return taken;
    }
    new Sql("UPDATE messages SET receive_count = ? WHERE id = ?", count, taken.id())
        .update(connection);
    return new Taken(taken.id(), count, taken.body(), taken.about(), taken.lane());
  }

  /// @return whether the delivery was still ours
  boolean extend(long id, int count, Duration visibility) throws SQLException {
    return new Sql(
                "UPDATE messages SET visible_at = ?" + OURS,
                Nanos.of(now.plus(visibility)),
                id,
                count)
            .update(connection)
        == 1;
  }

  /// Gives a delivery back; where another message waits for the version, into that one, which is in
  /// the fresh lane then if one of the two is.
  void giveBack(long id, int count, Duration delay) throws SQLException {
    long due = Nanos.of(now.plus(delay));
    boolean merged =
        new Sql(
                    "UPDATE messages SET visible_at = min(visible_at, ?),"
                        + " receive_count = max(receive_count, ?),"
                        + " lane = min(lane, (SELECT lane FROM messages WHERE id = ?)) WHERE id ="
                        + " (SELECT id FROM messages WHERE held = 0 AND about ="
                        + " (SELECT about FROM messages"
                        + OURS
                        + ") LIMIT 1)",
                    due,
                    count,
                    id,
                    id,
                    count)
                .update(connection)
            == 1;
    Sql sql =
        merged
            ? removal(id, count)
            : new Sql("UPDATE messages SET visible_at = ?, held = 0" + OURS, due, id, count);
    sql.update(connection);
  }

  /// @return whether the delivery was still ours
  boolean remove(long id, int count) throws SQLException {
    return removal(id, count).update(connection) == 1;
  }

  private static Sql removal(long id, int count) {
    return new Sql("DELETE FROM messages" + OURS, id, count);
  }

  /// Moves a delivery to the dead letters.
  ///
  /// @return whether it was still ours
  boolean bury(long id, int count, String why) throws SQLException {
    new Sql(
            "INSERT INTO dead_letters (body, why, receive_count, sent_at, died_at, lane)"
                + " SELECT body, ?, receive_count, sent_at, ?, lane FROM messages"
                + OURS,
            why,
            nanos(),
            id,
            count)
        .update(connection);
    return remove(id, count);
  }

  /// Moves a dead letter back to the queue.
  ///
  /// @return whether it was there
  boolean redrive(long letter) throws SQLException {
    record Letter(String body, long sentAt, Lane lane) {}
    Optional<Letter> found =
        new Sql("SELECT body, sent_at, lane FROM dead_letters WHERE id = ?", letter)
            .row(
                connection,
                row ->
                    new Letter(
                        row.getString(1), row.getLong(2), MessageColumns.lane(row.getInt(3))));
    if (found.isEmpty()) {
      return false;
    }
    put(found.get().body(), found.get().lane(), found.get().sentAt(), now);
    return new Sql("DELETE FROM dead_letters WHERE id = ?", letter).update(connection) == 1;
  }
}
