package dev.tintype.postgres;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.sql.Sql;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Tells the other processes that a message was sent, by NOTIFY. Of sends that come close together
/// one notification tells: each takes a lock of the whole server while it commits
/// (https://www.postgresql.org/docs/current/sql-notify.html), and in a transaction of its own it
/// waits for no disk. Safe for use by many threads.
final class Announcer implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger("dev.tintype.postgres");

  /// The channel on which receivers listen.
  static final String CHANNEL = "tintype_messages";

  /// How long one notification must tell for all sends after it. The first one is not delayed.
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final PostgresDatabase database;
  private final Semaphore asked = new Semaphore(0);
  private final Thread thread;

  Announcer(PostgresDatabase database) {
    this.database = database;
    this.thread = Thread.ofPlatform().daemon().name("postgres-announcer").start(this::run);
  }

  /// Asks for a notification soon.
  void announce() {
    if (asked.availablePermits() == 0) {
      asked.release();
    }
  }

  private void run() {
    try {
      while (true) {
        asked.acquire();
        asked.drainPermits();
        tell("");
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String text) {
    try {
      notify(database, text);
    } catch (StoreUnavailable _) {
      // Receivers look by themselves each second.
    } catch (RuntimeException e) {
      // Such as a full queue of notifications. The thread must go on: it may be emptied.
      LOGGER.log(Level.WARNING, "event=queue.not_announced", e);
    }
  }

  /// Notifies everybody who listens.
  static void notify(PostgresDatabase database, String text) {
    Sql sql = new Sql("SELECT pg_notify(?, ?)", CHANNEL, text);
    database.read("notifying receivers", c -> sql.row(c, _ -> true));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
