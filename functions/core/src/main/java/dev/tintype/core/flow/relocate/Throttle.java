package dev.tintype.core.flow.relocate;

import dev.tintype.core.flow.Sleeper;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Spreads bytes over time. Safe for use by many threads.
public final class Throttle {

  private static final long SECOND = 1_000_000_000L;

  private final long bytesPerSecond;
  private final LongSupplier nanos;
  private final Sleeper sleeper;
  private long freeAt;

  /// @param bytesPerSecond 0 for no limit
  /// @param nanos the time in nanoseconds from any start
  public Throttle(long bytesPerSecond, LongSupplier nanos, Sleeper sleeper) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanos = nanos;
    this.sleeper = sleeper;
    this.freeAt = nanos.getAsLong();
  }

  /// Waits until these bytes may be moved.
  void take(long bytes) throws InterruptedException {
    if (bytesPerSecond == 0) {
      return;
    }
    long wait;
    synchronized (this) {
      long now = nanos.getAsLong();
      long begin = freeAt - now > 0 ? freeAt : now;
      freeAt = begin + (long) ((double) bytes / bytesPerSecond * SECOND);
      wait = begin - now;
    }
    if (wait > 0) {
      sleeper.await(Duration.ofNanos(wait));
    }
  }
}
