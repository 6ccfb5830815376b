package dev.tintype.backends.sqlite;

import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The queue in a SQLite file. The message that became visible first is received first. A receiver
/// is woken at once by what its own process sends, and looks every 200 ms for what others sent.
/// Safe for use by many threads and processes; the processes' clocks are one machine's.
public final class SqliteQueue implements JobSender, JobReceiver {

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
  private static final long POLL_NANOS = 200_000_000;
  private static final String OURS = " WHERE id = ? AND receive_count = ? AND held = 1";

  private final SqliteDatabase database;
  private final InstantSource clock;
  private final int mostReceives;
  private final Bell bell = new Bell();

  /// @param database kept open by its owner for as long as the queue is used
  /// @param clock tells what is visible
  /// @param mostReceives a message that was received so often without an end becomes a dead letter
  ///   instead of being received again; at least 1
  public SqliteQueue(SqliteDatabase database, InstantSource clock, int mostReceives) {
    if (mostReceives < 1) {
      throw new IllegalArgumentException("mostReceives must be at least 1, not " + mostReceives);
    }
    this.database = database;
    this.clock = clock;
    this.mostReceives = mostReceives;
  }

  @Override
  public void send(Message message, Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("a delay is 0 to 15 minutes, not " + delay);
    }
    Instant now = clock.instant();
    Sql sql =
        new Sql(
            "INSERT INTO messages (body, sent_at, visible_at) VALUES (?, ?, ?)",
            message.json(),
            SqliteInstant.nanos(now),
            SqliteInstant.nanos(now.plus(delay)));
    database.write("sending a message", sql::update);
    bell.ring();
  }

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility)
      throws InterruptedException {
    long left = wait.toNanos();
    while (true) {
      long seen = bell.rings();
      Optional<Delivery> next = receiveNow(visibility);
      if (next.isPresent() || left <= 0) {
        return next;
      }
      left -= bell.await(seen, Math.min(left, POLL_NANOS));
    }
  }

  private Optional<Delivery> receiveNow(Duration visibility) {
    // Looking takes no lock; only what is there is worth the writer's turn.
    Sql anything =
        new Sql(
            "SELECT 1 FROM messages WHERE visible_at <= ? LIMIT 1",
            SqliteInstant.nanos(clock.instant()));
    if (database.read("looking for a message", c -> anything.row(c, _ -> true)).isEmpty()) {
      return Optional.empty();
    }
    return database.write("receiving a message", c -> take(c, visibility));
  }

  private Optional<Delivery> take(Connection connection, Duration visibility) throws SQLException {
    Instant now = clock.instant();
    while (true) {
      Optional<Taken> taken =
          new Sql(
                  """
                  UPDATE messages
                  SET visible_at = ?, receive_count = receive_count + 1, held = 1
                  WHERE id = (SELECT id FROM messages WHERE visible_at <= ?
                              ORDER BY visible_at, id LIMIT 1)
                  RETURNING id, receive_count, body\
                  """,
                  SqliteInstant.nanos(now.plus(visibility)),
                  SqliteInstant.nanos(now))
              .row(connection, row -> new Taken(row.getLong(1), row.getInt(2), row.getString(3)));
      if (taken.isEmpty() || taken.get().count() <= mostReceives) {
        return taken.map(Taken::delivery);
      }
      bury(connection, taken.get().receipt(), "received " + mostReceives + " times without an end");
    }
  }

  @Override
  public boolean extend(Delivery delivery, Duration visibility) {
    return hide(delivery, visibility, true);
  }

  @Override
  public void retryLater(Delivery delivery, Duration delay) {
    hide(delivery, delay, false);
    bell.ring();
  }

  private boolean hide(Delivery delivery, Duration duration, boolean held) {
    Receipt receipt = Receipt.parse(delivery.receipt());
    Sql sql =
        new Sql(
            "UPDATE messages SET visible_at = ?, held = ?" + OURS,
            SqliteInstant.nanos(clock.instant().plus(duration)),
            held ? 1 : 0,
            receipt.id(),
            receipt.count());
    return database.write("hiding a message", sql::update) == 1;
  }

  @Override
  public void acknowledge(Delivery delivery) {
    Receipt receipt = Receipt.parse(delivery.receipt());
    database.write("acknowledging a message", c -> remove(receipt).update(c));
  }

  private static Sql remove(Receipt receipt) {
    return new Sql("DELETE FROM messages" + OURS, receipt.id(), receipt.count());
  }

  @Override
  public void deadLetter(Delivery delivery, String why) {
    Receipt receipt = Receipt.parse(delivery.receipt());
    database.write("burying a message", c -> bury(c, receipt, why));
  }

  private boolean bury(Connection connection, Receipt receipt, String why) throws SQLException {
    new Sql(
            "INSERT INTO dead_letters (body, why, receive_count, sent_at, died_at)"
                + " SELECT body, ?, receive_count, sent_at, ? FROM messages"
                + OURS,
            why,
            SqliteInstant.nanos(clock.instant()),
            receipt.id(),
            receipt.count())
        .update(connection);
    return remove(receipt).update(connection) == 1;
  }

  /// @param limit at most so many
  /// @return the dead letters, oldest first
  public List<DeadLetter> deadLetters(int limit) {
    Sql sql =
        new Sql(
            "SELECT id, body, why, receive_count, sent_at, died_at FROM dead_letters"
                + " ORDER BY id LIMIT ?",
            limit);
    return database.read("reading dead letters", c -> sql.rows(c, SqliteQueue::deadLetter));
  }

  private static DeadLetter deadLetter(ResultSet row) throws SQLException {
    return new DeadLetter(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getInt(4),
        SqliteInstant.ofNanos(row.getLong(5)),
        SqliteInstant.ofNanos(row.getLong(6)));
  }

  /// Moves a dead letter back to the queue, its count at zero.
  ///
  /// @return false when it is no longer there
  public boolean redrive(DeadLetter letter) {
    long now = SqliteInstant.nanos(clock.instant());
    boolean moved =
        database.write(
            "redriving a dead letter",
            c -> {
              new Sql(
                      "INSERT INTO messages (body, sent_at, visible_at)"
                          + " SELECT body, sent_at, ? FROM dead_letters WHERE id = ?",
                      now,
                      letter.id())
                  .update(c);
              return forget(letter).update(c) == 1;
            });
    bell.ring();
    return moved;
  }

  /// Removes a dead letter for good.
  ///
  /// @return false when it is no longer there
  public boolean discard(DeadLetter letter) {
    return database.write("discarding a dead letter", forget(letter)::update) == 1;
  }

  private static Sql forget(DeadLetter letter) {
    return new Sql("DELETE FROM dead_letters WHERE id = ?", letter.id());
  }

  /// @return how many messages stand where
  public Depth depth() {
    Sql sql =
        new Sql(
            """
            SELECT (SELECT count(*) FROM messages WHERE visible_at <= ?),
                   (SELECT count(*) FROM messages WHERE visible_at > ?),
                   (SELECT count(*) FROM dead_letters)\
            """,
            SqliteInstant.nanos(clock.instant()),
            SqliteInstant.nanos(clock.instant()));
    return database
        .read(
            "counting messages",
            c -> sql.row(c, row -> new Depth(row.getLong(1), row.getLong(2), row.getLong(3))))
        .orElseThrow();
  }

  /// A message that was given up.
  ///
  /// @param id its number
  /// @param body its text
  /// @param why it was given up
  /// @param receiveCount how often it had been received
  /// @param sentAt when it was sent first
  /// @param diedAt when it was given up
  public record DeadLetter(
      long id, String body, String why, int receiveCount, Instant sentAt, Instant diedAt) {}

  /// How many messages stand where.
  ///
  /// @param visible waiting to be received
  /// @param hidden being worked on, or delayed
  /// @param dead given up
  public record Depth(long visible, long hidden, long dead) {}

  private record Taken(long id, int count, String body) {
    Receipt receipt() {
      return new Receipt(id, count);
    }

    Delivery delivery() {
      return new Delivery(body, id + ":" + count, count);
    }
  }

  /// What proves that a delivery is the last one of its message.
  private record Receipt(long id, int count) {
    static Receipt parse(String text) {
      int colon = text.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("not a receipt of this queue: " + text);
      }
      return new Receipt(
          Long.parseLong(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }
  }
}
