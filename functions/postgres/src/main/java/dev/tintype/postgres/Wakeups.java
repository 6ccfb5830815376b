package dev.tintype.postgres;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.sql.Bell;
import dev.tintype.sql.Sql;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// Rings the bell of a process when there may be a message, from one thread and over one connection
/// however many receivers wait: at each notification, and each second when one looks and finds that
/// a delay or a lease is over. A look of a receiver itself counts as one. Where notifications do
/// not arrive, as behind a pooler, it looks five times a second.
final class Wakeups implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger("dev.tintype.postgres");

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LOOK_OFTEN = Duration.ofMillis(200);

  /// The shortest that the driver waits when it reads what has come.
  private static final Duration NO_TIME = Duration.ofMillis(1);

  /// How long a notification to oneself may take.
  private static final Duration PROBE = Duration.ofSeconds(2);

  /// How long until listening is tried again.
  private static final Duration RETRY = Duration.ofSeconds(2);

  private static final Duration RETRY_AFTER_SILENCE = Duration.ofMinutes(1);

  private final PostgresDatabase database;
  private final Bell bell;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean listening;
  private @Nullable Connection connection;
  private long nextTry = System.nanoTime();

  Wakeups(PostgresDatabase database, Bell bell) {
    this.database = database;
    this.bell = bell;
    this.thread = Thread.ofPlatform().daemon().name("postgres-wakeups").start(this::run);
  }

  /// @return whether notifications arrive
  boolean isListening() {
    return listening;
  }

  private void run() {
    while (!closed) {
      try {
        listen();
        if (isNotified() || isDue()) {
          bell.ring();
        }
      } catch (StoreUnavailable _) {
        // Who waits meets the failure itself.
        bell.ring();
        pause(LOOK);
      } catch (SQLException _) {
        giveUp(RETRY);
      } catch (RuntimeException e) {
        // The thread must go on: without it nobody looks for messages.
        LOGGER.log(Level.WARNING, "event=queue.not_listening", e);
        giveUp(RETRY);
        pause(LOOK);
      }
    }
    giveUp(RETRY);
  }

  private boolean isDue() {
    return bell.isAwaited()
        && !(listening && bell.isStillNothing(LOOK))
        && database
            .read(
                "looking for a message",
                c -> new Sql(Statements.IS_ANY).row(c, row -> row.getBoolean(1)))
            .orElse(false);
  }

  /// Waits for a notification, or until it is time to look. While no receiver waits, because all
  /// work, what has come is read once a second.
  private boolean isNotified() throws SQLException {
    if (connection == null) {
      pause(LOOK_OFTEN);
      return false;
    }
    return received(connection, isAwaited() ? LOOK : NO_TIME).findAny().isPresent();
  }

  private boolean isAwaited() {
    try {
      return bell.isAwaitedWithin(LOOK);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static Stream<String> received(Connection connection, Duration wait) throws SQLException {
    PGNotification[] received =
        connection.unwrap(PGConnection.class).getNotifications(Math.toIntExact(wait.toMillis()));
    return received == null
        ? Stream.empty()
        : Stream.of(received).map(PGNotification::getParameter);
  }

  /// Begins to listen, when it is time to try.
  private void listen() throws SQLException {
    if (connection != null || System.nanoTime() - nextTry < 0) {
      return;
    }
    nextTry = System.nanoTime() + RETRY.toNanos();
    Optional<Connection> made = database.listener();
    if (made.isEmpty()) {
      LOGGER.log(Level.INFO, "event=queue.polling cause=pooler");
      giveUp(RETRY_AFTER_SILENCE);
      return;
    }
    connection = made.get();
    Sql.execute(made.get(), "LISTEN " + Announcer.CHANNEL);
    if (arrives(made.get())) {
      listening = true;
      // What was sent until now was told to nobody.
      bell.ring();
    } else {
      LOGGER.log(Level.WARNING, "event=queue.polling cause=silence");
      giveUp(RETRY_AFTER_SILENCE);
    }
  }

  /// Whether a notification arrives that was sent over another connection.
  private boolean arrives(Connection listener) throws SQLException {
    String probe = "probe " + UUID.randomUUID();
    Announcer.notify(database, probe);
    long end = System.nanoTime() + PROBE.toNanos();
    while (System.nanoTime() - end < 0) {
      if (received(listener, LOOK_OFTEN).anyMatch(probe::equals)) {
        return true;
      }
    }
    return false;
  }

  private void giveUp(Duration until) {
    listening = false;
    nextTry = System.nanoTime() + until.toNanos();
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException _) {
        // it is gone
      }
    }
  }

  private void pause(Duration time) {
    if (!closed) {
      LockSupport.parkNanos(time.toNanos());
    }
  }

  /// Ends the thread; it closes its connection.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
