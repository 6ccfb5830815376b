package dev.tintype.sql;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Instants as tables compare them: nanoseconds since 1970, the years 1678 to 2261. The types that
/// databases have for instants keep less.
public final class Nanos {

  private static final long SECOND = 1_000_000_000L;
  private static final Instant FIRST = instant(Long.MIN_VALUE);
  private static final Instant LAST = instant(Long.MAX_VALUE);

  private Nanos() {}

  /// @return the instant's nanoseconds; those beyond the range become its ends
  public static long of(Instant at) {
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
  public static @Nullable Long of(Optional<Instant> at) {
    return at.isPresent() ? of(at.get()) : null;
  }

  /// @return the instant
  public static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }
}
