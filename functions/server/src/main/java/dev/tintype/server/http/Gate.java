package dev.tintype.server.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Limits how many threads do something at once. Others wait for a while, in order. Safe for use by
/// many threads.
final class Gate {

  private final Semaphore places;
  private final Duration timeout;

  /// @param places how many at once
  /// @param timeout how long one waits for a place
  Gate(int places, Duration timeout) {
    this.places = new Semaphore(places, true);
    this.timeout = timeout;
  }

  /// @return whether a place was free; [#leave] returns it
  boolean enter() throws InterruptedException {
    return places.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Returns a place.
  void leave() {
    places.release();
  }
}
