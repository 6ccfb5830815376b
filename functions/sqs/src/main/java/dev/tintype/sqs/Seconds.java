package dev.tintype.sqs;

import java.time.Duration;

/// Converts durations to SQS's unit.
public final class Seconds {

  private Seconds() {}

  /// @return whole seconds, at least as long as the duration
  public static int roundedUp(Duration duration) {
    return Math.toIntExact(duration.plusNanos(999_999_999).toSeconds());
  }
}
