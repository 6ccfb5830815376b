package dev.tintype.postgres;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.Message;
import dev.tintype.core.state.Lane;
import dev.tintype.sql.Bell;
import dev.tintype.sql.MessageColumns;
import dev.tintype.sql.Receipt;
import dev.tintype.sql.Sql;
import dev.tintype.sql.SqlDatabase;
import dev.tintype.sql.SqlQueue;
import dev.tintype.sql.SqlWrite;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The queue in a PostgreSQL database. Of one lane, the messages whose receivers let their time
/// pass are received first, then the one that was due first; a bulk message only when no fresh one
/// is visible. Of the messages about one version at most one waits. Instants are by the server's
/// clock. A message is held by a time in its row and never by a lock: a transaction that lasted as
/// long as a job would keep every dead row. Safe for use by many threads, processes and hosts.
final class PostgresQueue implements JobQueue, SqlQueue, AutoCloseable {

  /// A receiver whose time ended without a message, and that waits again at once, need not look
  /// before it waits.
  private static final Duration JUST_NOW = Duration.ofMillis(100);

  private final PostgresDatabase database;
  private final int mostReceives;
  private final Bell bell = new Bell();
  private final Announcer announcer;
  private @Nullable Wakeups wakeups;

  /// @param database kept open by its owner for as long as the queue is used
  /// @param mostReceives a message that was received so often without an end becomes a dead letter
  ///   instead of being received again; at least 1
  PostgresQueue(PostgresDatabase database, int mostReceives) {
    if (mostReceives < 1) {
      throw new IllegalArgumentException("mostReceives must be at least 1, not " + mostReceives);
    }
    this.database = database;
    this.mostReceives = mostReceives;
    this.announcer = new Announcer(database);
  }

  @Override
  public void send(Message message, Lane lane, Duration delay) {
    Sending sending = new Sending(message, lane, delay);
    database.write("sending a message", sql(sending)::update);
    sent(sending);
  }

  private static Sql sql(Sending sending) {
    return new Sql(
        Statements.SEND,
        sending.message().json(),
        MessageColumns.about(sending.message()),
        MessageColumns.number(sending.lane()),
        Micros.of(sending.delay()));
  }

  @Override
  public boolean isIn(SqlDatabase other) {
    return database == other;
  }

  @Override
  public List<SqlWrite> put(Sending sending) {
    return List.of(new SqlWrite(sql(sending), SqlWrite.Rule.ANY_ROWS));
  }

  @Override
  public void sent(Sending sending) {
    wake(sending.delay());
  }

  /// A delayed message is found by looking.
  private void wake(Duration delay) {
    if (delay.isZero()) {
      bell.ring();
      announcer.announce();
    }
  }

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility, Set<Lane> lanes)
      throws InterruptedException {
    long left = wait.toNanos();
    while (true) {
      long seen = bell.rings();
      if (left <= 0 || !bell.isStillNothing(JUST_NOW)) {
        Optional<Delivery> next = receiveNow(visibility, lanes);
        if (next.isEmpty() && lanes.contains(Lane.BULK)) {
          bell.foundNothing(seen);
        }
        if (next.isPresent() || left <= 0) {
          return next;
        }
      }
      wakeUps();
      left -= bell.await(seen, left);
    }
  }

  /// Whoever only sends needs no connection to listen.
  private synchronized Wakeups wakeUps() {
    if (wakeups == null) {
      wakeups = new Wakeups(database, bell);
    }
    return wakeups;
  }

  /// @return whether this process is woken by notifications; false until it has waited
  synchronized boolean isListening() {
    return wakeups != null && wakeups.isListening();
  }

  private Optional<Delivery> receiveNow(Duration visibility, Set<Lane> lanes) {
    Sql take = new Sql(Statements.take(lanes.contains(Lane.BULK)), Micros.of(visibility));
    while (true) {
      Optional<Taken> taken = database.write("receiving a message", c -> take.row(c, Taken::of));
      if (taken.isEmpty() || taken.get().count() <= mostReceives) {
        return taken.map(Taken::delivery);
      }
      bury(taken.get().receipt(), "received " + mostReceives + " times without an end");
    }
  }

  private record Taken(long id, int count, String body, Lane lane) {
    static Taken of(ResultSet row) throws SQLException {
      return new Taken(
          row.getLong(1), row.getInt(2), row.getString(3), MessageColumns.lane(row.getInt(4)));
    }

    Receipt receipt() {
      return new Receipt(id, count);
    }

    Delivery delivery() {
      return receipt().delivery(body, lane);
    }
  }

  @Override
  public boolean extend(Delivery delivery, Duration visibility) {
    Receipt receipt = Receipt.of(delivery);
    Sql sql = new Sql(Statements.EXTEND, Micros.of(visibility), receipt.id(), receipt.count());
    return database.write("hiding a message", sql::update) == 1;
  }

  @Override
  public void retryLater(Delivery delivery, Duration delay) {
    Receipt receipt = Receipt.of(delivery);
    long micros = Micros.of(delay);
    Sql sql = new Sql(Statements.GIVE_BACK, receipt.id(), receipt.count(), micros, micros);
    database.write("giving a message back", sql::update);
    wake(delay);
  }

  @Override
  public void acknowledge(Delivery delivery) {
    Receipt receipt = Receipt.of(delivery);
    Sql sql = new Sql(Statements.ACKNOWLEDGE, receipt.id(), receipt.count());
    database.write("acknowledging a message", sql::update);
  }

  @Override
  public void deadLetter(Delivery delivery, String why) {
    bury(Receipt.of(delivery), why);
  }

  private void bury(Receipt receipt, String why) {
    Sql sql = new Sql(Statements.BURY, receipt.id(), receipt.count(), why);
    database.write("burying a message", sql::update);
  }

  @Override
  public List<DeadLetter> deadLetters(int limit) {
    Sql sql = new Sql(Statements.DEAD_LETTERS, limit);
    return database.read("reading dead letters", c -> sql.rows(c, PostgresQueue::deadLetter));
  }

  private static DeadLetter deadLetter(ResultSet row) throws SQLException {
    return new DeadLetter(
        Long.toString(row.getLong(1)),
        row.getString(2),
        row.getString(3),
        row.getInt(4),
        Micros.instant(row.getLong(6)),
        Micros.instant(row.getLong(7)),
        MessageColumns.lane(row.getInt(5)));
  }

  private static long id(DeadLetter letter) {
    return Long.parseLong(letter.id());
  }

  @Override
  public boolean redrive(DeadLetter letter) {
    Sql sql = new Sql(Statements.REDRIVE, id(letter));
    boolean moved = database.write("redriving a dead letter", sql::update) == 1;
    wake(Duration.ZERO);
    return moved;
  }

  @Override
  public boolean discard(DeadLetter letter) {
    Sql sql = new Sql(Statements.DISCARD, id(letter));
    return database.write("discarding a dead letter", sql::update) == 1;
  }

  @Override
  public Depth depth() {
    return database
        .read("counting messages", c -> new Sql(Statements.DEPTH).row(c, PostgresQueue::depth))
        .orElseThrow();
  }

  private static Depth depth(ResultSet row) throws SQLException {
    return new Depth(
        row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
  }

  /// Ends the threads that wake receivers; one that waits gets no message.
  @Override
  public synchronized void close() {
    announcer.close();
    if (wakeups != null) {
      wakeups.close();
    }
  }
}
