package dev.tintype.core.port;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that moves only when a test moves it. Safe for use by many threads.
public final class TestClock implements InstantSource {

  private final AtomicReference<Instant> now;

  /// @param start its first instant
  public TestClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  /// @return a clock that always differs from this one by a fixed duration
  public InstantSource skewed(Duration by) {
    return () -> instant().plus(by);
  }

  /// Moves the clock forward, or back by a negative duration.
  public void advance(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
