package dev.tintype.sqlite;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until it is moved.
final class MovableClock implements InstantSource {

  private final AtomicReference<Instant> now;

  MovableClock(Instant now) {
    this.now = new AtomicReference<>(now);
  }

  void move(Duration by) {
    now.updateAndGet(at -> at.plus(by));
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
