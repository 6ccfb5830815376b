package dev.tintype.core.port;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until it is moved. Safe for use by many threads.
public final class TestClock implements InstantSource {

  private final AtomicReference<Instant> now;

  /// @param start the instant it shows first
  public TestClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  /// @return a clock that shows the same and another instant, that far off
  public InstantSource skewed(Duration by) {
    return () -> instant().plus(by);
  }

  /// Moves it on.
  public void advance(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
