package dev.tintype.server.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets so many do something at once; others wait a while, in order. Safe for use by many threads.
final class Gate {

  private final Semaphore places;
  private final Duration sleeper;

  /// @param places how many at once
  /// @param sleeper how long one waits for a place
  Gate(int places, Duration sleeper) {
    this.places = new Semaphore(places, true);
    this.sleeper = sleeper;
  }

  /// @return whether there was a place, to be given back by [#leave]
  boolean enter() throws InterruptedException {
    return places.tryAcquire(sleeper.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Gives a place back.
  void leave() {
    places.release();
  }
}
