package dev.tintype.cli.harness;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The real time, moved by as much as a test wants.
public final class MovableClock implements InstantSource {

  private volatile Duration ahead = Duration.ZERO;

  /// The real time.
  public MovableClock() {}

  /// Moves it on.
  public void move(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }
}
