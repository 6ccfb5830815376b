package dev.tintype.nats.real;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for something that will be.
final class Await {

  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

  private Await() {}

  /// @param most after so long the test fails
  /// @param what will be, for the failure
  static void until(Duration most, String what, BooleanSupplier is) {
    long end = System.nanoTime() + most.toNanos();
    while (!is.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + most + ": " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
