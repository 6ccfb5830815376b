package dev.tintype.core.flow.sweep;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Limits the log lines per minute and counts the suppressed ones. Safe for use by many threads.
final class LogRation {

  private static final int LINES = 10;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private Instant began = Instant.MIN;
  private int lines;
  private long suppressed;

  LogRation(InstantSource clock) {
    this.clock = clock;
  }

  /// @return whether a line may be written now
  synchronized boolean permits() {
    Instant now = clock.instant();
    if (now.isBefore(began) || !now.isBefore(began.plus(WINDOW))) {
      began = now;
      lines = 0;
    }
    if (lines == LINES) {
      suppressed++;
      return false;
    }
    lines++;
    return true;
  }

  /// @return how many lines were suppressed since the last call
  synchronized long suppressed() {
    long count = suppressed;
    suppressed = 0;
    return count;
  }
}
