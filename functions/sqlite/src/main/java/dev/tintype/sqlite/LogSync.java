package dev.tintype.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Brings SQLite's write-ahead log to disk after a commit, while others may write already: all who
/// wait at the same time are served by one sync.
///
/// Safe for use by many threads; other processes sync what they committed themselves.
final class LogSync {

  private final Disk disk;
  private final AtomicLong asked = new AtomicLong();
  private final ReentrantLock syncing = new ReentrantLock(true);
  private long synced;
  private long lost;
  private @Nullable IOException loss;

  /// @param disk brings all that was written to disk
  LogSync(Disk disk) {
    this.disk = disk;
  }

  /// The log is opened each time, since whoever closes the last connection removes it and the next
  /// one makes another. What was in a log that is gone or has begun anew is in the database file,
  /// on disk: SQLite syncs both before it lets go of a log.
  ///
  /// @param database the file beside which the log lies
  static LogSync of(Path database) {
    Path log = database.resolveSibling(database.getFileName() + "-wal");
    return new LogSync(() -> {
      try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
        channel.force(false);
      } catch (NoSuchFileException _) {
        // all of it is in the database file
      }
    });
  }

  /// Returns when everything this thread committed is on disk.
  ///
  /// @throws IOException when it is unknown whether it is. Linux tells of a failed sync once, so
  ///   all whom that sync would have served are told.
  void sync() throws IOException {
    long mine = asked.incrementAndGet();
    syncing.lock();
    try {
      if (mine <= lost) {
        throw new IOException("the log was not brought to disk", loss);
      }
      if (mine > synced) {
        long served = asked.get();
        try {
          disk.sync();
        } catch (IOException e) {
          lost = served;
          loss = e;
          throw e;
        }
        synced = served;
      }
    } finally {
      syncing.unlock();
    }
  }

  /// Where the log is.
  @FunctionalInterface
  interface Disk {
    void sync() throws IOException;
  }
}
