package dev.tintype.sqlite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Instants as the database compares them: nanoseconds since 1970, the years 1678 to 2261.
final class SqliteInstant {

  private static final Instant FIRST = ofNanos(Long.MIN_VALUE);
  private static final Instant LAST = ofNanos(Long.MAX_VALUE);

  private SqliteInstant() {}

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
        ? (at.getEpochSecond() + 1) * 1_000_000_000L + (at.getNano() - 1_000_000_000L)
        : at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  /// @return the instant's nanoseconds, or null for none
  static @Nullable Long nanos(java.util.Optional<Instant> at) {
    return at.isPresent() ? nanos(at.get()) : null;
  }

  static Instant ofNanos(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }
}
