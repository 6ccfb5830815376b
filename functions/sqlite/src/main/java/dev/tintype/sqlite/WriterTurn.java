package dev.tintype.sqlite;

import java.util.concurrent.locks.LockSupport;
import org.sqlite.BusyHandler;

/// How a connection waits while another process writes: a transaction of ours is over within a
/// millisecond or so, and SQLite's own pauses between two looks soon are 20 times as long.
final class WriterTurn extends BusyHandler {

  private static final int SHORT_LOOKS = 40;
  private static final long SHORT_NANOS = 250_000;
  private static final int LOOKS = 5_000;
  private static final long NANOS = 2_000_000;

  /// @param looks how often this lock was looked at before
  /// @return 1 to look again, 0 to give up, after some ten seconds
  @Override
  protected int callback(int looks) {
    if (looks >= LOOKS) {
      return 0;
    }
    // An interrupt is not for us, and would make every pause none.
    boolean interrupted = Thread.interrupted();
    LockSupport.parkNanos(looks < SHORT_LOOKS ? SHORT_NANOS : NANOS);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }
}
