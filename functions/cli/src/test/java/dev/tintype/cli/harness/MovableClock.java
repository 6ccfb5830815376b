package dev.tintype.cli.harness;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The real time plus an offset that a test sets.
public final class MovableClock implements InstantSource {

  private volatile Duration ahead = Duration.ZERO;

  /// The real time.
  public MovableClock() {}

  /// Moves the clock forward.
  public void move(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }
}
