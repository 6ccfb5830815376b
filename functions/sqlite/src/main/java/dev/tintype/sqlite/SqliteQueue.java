package dev.tintype.sqlite;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.Message;
import dev.tintype.core.state.Lane;
import dev.tintype.sql.Bell;
import dev.tintype.sql.MessageColumns;
import dev.tintype.sql.Nanos;
import dev.tintype.sql.Receipt;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlDatabase;
import dev.tintype.sql.SqlQueue;
import dev.tintype.sql.SqlWrite;
import dev.tintype.sqlite.MessageRows.Taken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The queue in a SQLite file. Of one lane, the message that became visible first is received
/// first; a bulk message only when no fresh one is visible. A receiver is woken at once by what its
/// own process sends, and looks every 200 ms for what others sent. Of the messages about one
/// version at most one waits. Nothing is hidden for more than 15 minutes: a message that is was
/// hidden by a clock that was ahead, and is received. Safe for use by many threads and processes;
/// the processes' clocks are one machine's.
final class SqliteQueue implements JobQueue, SqlQueue {

  private static final long POLL_NANOS = 200_000_000;

  private final SqliteDatabase database;
  private final InstantSource clock;
  private final int mostReceives;
  private final Bell bell = new Bell();

  /// @param database kept open by its owner for as long as the queue is used
  /// @param clock tells what is visible
  /// @param mostReceives a message that was received so often without an end becomes a dead letter
  ///   instead of being received again; at least 1
  SqliteQueue(SqliteDatabase database, InstantSource clock, int mostReceives) {
    if (mostReceives < 1) {
      throw new IllegalArgumentException("mostReceives must be at least 1, not " + mostReceives);
    }
    this.database = database;
    this.clock = clock;
    this.mostReceives = mostReceives;
  }

  @Override
  public void send(Message message, Lane lane, Duration delay) {
    Sending sending = new Sending(message, lane, delay);
    database.writeAll("sending a message", put(sending));
    sent(sending);
  }

  @Override
  public boolean isIn(SqlDatabase other) {
    return database == other;
  }

  @Override
  public List<SqlWrite> put(Sending sending) {
    return MessageRows.put(sending, clock.instant());
  }

  @Override
  public void sent(Sending sending) {
    bell.ring();
  }

  /// What is done with the rows in one transaction.
  private interface Work<T> {
    T with(MessageRows rows) throws SQLException;
  }

  private <T> T write(String what, Work<T> work) {
    return database.write(what, c -> work.with(new MessageRows(c, clock.instant())));
  }

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility, Set<Lane> lanes)
      throws InterruptedException {
    long left = wait.toNanos();
    while (true) {
      long seen = bell.rings();
      Optional<Delivery> next = receiveNow(visibility, lanes);
      if (next.isPresent() || left <= 0) {
        return next;
      }
      left -= bell.await(seen, Math.min(left, POLL_NANOS));
    }
  }

  private Optional<Delivery> receiveNow(Duration visibility, Set<Lane> lanes) {
    // Looking takes no lock; only what is there is worth the writer's turn.
    boolean isAny =
        database.read(
            "looking for a message", c -> new MessageRows(c, clock.instant()).isAnyVisible(lanes));
    return isAny
        ? write("receiving a message", rows -> take(rows, visibility, lanes))
        : Optional.empty();
  }

  private Optional<Delivery> take(MessageRows rows, Duration visibility, Set<Lane> lanes)
      throws SQLException {
    while (true) {
      Optional<Taken> taken = rows.take(visibility, lanes);
      if (taken.isEmpty() || taken.get().count() <= mostReceives) {
        return taken.map(SqliteQueue::delivery);
      }
      rows.bury(
          taken.get().id(),
          taken.get().count(),
          "received " + mostReceives + " times without an end");
    }
  }

  private static Delivery delivery(Taken taken) {
    return new Receipt(taken.id(), taken.count()).delivery(taken.body(), taken.lane());
  }

  @Override
  public boolean extend(Delivery delivery, Duration visibility) {
    Receipt receipt = Receipt.of(delivery);
    return write(
        "hiding a message", rows -> rows.extend(receipt.id(), receipt.count(), visibility));
  }

  @Override
  public void retryLater(Delivery delivery, Duration delay) {
    Receipt receipt = Receipt.of(delivery);
    write(
        "giving a message back",
        rows -> {
          rows.giveBack(receipt.id(), receipt.count(), delay);
          return true;
        });
    bell.ring();
  }

  @Override
  public void acknowledge(Delivery delivery) {
    Receipt receipt = Receipt.of(delivery);
    write("acknowledging a message", rows -> rows.remove(receipt.id(), receipt.count()));
  }

  @Override
  public void deadLetter(Delivery delivery, String why) {
    Receipt receipt = Receipt.of(delivery);
    write("burying a message", rows -> rows.bury(receipt.id(), receipt.count(), why));
  }

  @Override
  public List<DeadLetter> deadLetters(int limit) {
    Sql sql =
        new Sql(
            "SELECT id, body, why, receive_count, sent_at, died_at, lane FROM dead_letters"
                + " ORDER BY id LIMIT ?",
            limit);
    return database.read("reading dead letters", c -> sql.rows(c, SqliteQueue::deadLetter));
  }

  private static DeadLetter deadLetter(ResultSet row) throws SQLException {
    return new DeadLetter(
        Long.toString(row.getLong(1)),
        row.getString(2),
        row.getString(3),
        row.getInt(4),
        Nanos.instant(row.getLong(5)),
        Nanos.instant(row.getLong(6)),
        MessageColumns.lane(row.getInt(7)));
  }

  private static long id(DeadLetter letter) {
    return Long.parseLong(letter.id());
  }

  @Override
  public boolean redrive(DeadLetter letter) {
    boolean moved = write("redriving a dead letter", rows -> rows.redrive(id(letter)));
    bell.ring();
    return moved;
  }

  @Override
  public boolean discard(DeadLetter letter) {
    Sql sql = new Sql("DELETE FROM dead_letters WHERE id = ?", id(letter));
    return database.write("discarding a dead letter", sql::update) == 1;
  }

  @Override
  public Depth depth() {
    return database.read("counting messages", c -> new QueueDepth(c, clock.instant()).depth());
  }
}
