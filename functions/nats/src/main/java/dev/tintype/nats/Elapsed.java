package dev.tintype.nats;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Nanoseconds that go on while the machine is suspended, from any start. [System#nanoTime] stands
/// still then, so it is moved on by what the wall clock is ahead of it since the last call. A wall
/// clock that is set forward counts as time that passed; one that is set back changes nothing.
/// Never goes back. Safe for use by many threads.
final class Elapsed implements LongSupplier {

  /// Both clocks run apart by so much without any suspension.
  private static final long NOISE_NANOS = Duration.ofMillis(100).toNanos();

  private final LongSupplier nanos;
  private final InstantSource wall;
  private final ReentrantLock reading = new ReentrantLock();
  private long lastNanos;
  private Instant lastWall;
  private long missed;

  /// @param nanos as of [System#nanoTime]
  /// @param wall the time
  Elapsed(LongSupplier nanos, InstantSource wall) {
    this.nanos = nanos;
    this.wall = wall;
    this.lastNanos = nanos.getAsLong();
    this.lastWall = wall.instant();
  }

  @Override
  public long getAsLong() {
    reading.lock();
    try {
      long now = nanos.getAsLong();
      Instant wallNow = wall.instant();
      long ahead = Duration.between(lastWall, wallNow).toNanos() - (now - lastNanos);
      if (ahead > NOISE_NANOS) {
        missed += ahead;
      }
      lastNanos = now;
      lastWall = wallNow;
      return now + missed;
    } finally {
      reading.unlock();
    }
  }
}
