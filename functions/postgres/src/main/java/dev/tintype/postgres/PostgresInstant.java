package dev.tintype.postgres;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Instants as the tables of the job store compare them: nanoseconds since 1970, the years 1678 to
/// 2261. A timestamp of PostgreSQL would keep microseconds.
final class PostgresInstant {

  private static final Instant FIRST = ofNanos(Long.MIN_VALUE);
  private static final Instant LAST = ofNanos(Long.MAX_VALUE);
  private static final long SECOND = 1_000_000_000L;

  private PostgresInstant() {}

  /// @return the instant's nanoseconds; those beyond the range become its ends
  static long nanos(Instant at) {
    if (!at.isBefore(LAST)) {
      return Long.MAX_VALUE;
    }
    if (!at.isAfter(FIRST)) {
      return Long.MIN_VALUE;
    }
    // Counted from the second above for instants before 1970, or the product could overflow.
    return at.getEpochSecond() < 0
        ? (at.getEpochSecond() + 1) * SECOND + (at.getNano() - SECOND)
        : at.getEpochSecond() * SECOND + at.getNano();
  }

  /// @return the instant's nanoseconds, or null for none
  static @Nullable Long nanos(Optional<Instant> at) {
    return at.isPresent() ? nanos(at.get()) : null;
  }

  static Instant ofNanos(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }
}
