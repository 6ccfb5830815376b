package dev.tintype.postgres;

import java.time.Duration;
import java.time.Instant;

/// Durations and instants in microseconds, as the server's clock counts them.
final class Micros {

  /// The microseconds since 1970 of a timestamp; `%s` is its expression.
  static final String SINCE_1970 = "(extract(epoch FROM %s) * 1000000)::bigint";

  private Micros() {}

  static long of(Duration time) {
    return time.toNanos() / 1_000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
