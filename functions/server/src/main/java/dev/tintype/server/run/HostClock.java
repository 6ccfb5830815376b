package dev.tintype.server.run;

import dev.tintype.core.port.LoopLeases;
import dev.tintype.core.port.StoreUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Compares this host's clock with the job store's once a minute. Leases and due times in records
/// are instants of the host that wrote them, so a host whose clock is far off would take work from
/// others or leave it lying. Safe for use by many threads.
final class HostClock {

  /// From this difference on, the log warns.
  static final Duration NOTABLE = Duration.ofSeconds(2);

  /// Above this difference, the host takes no work.
  static final Duration LARGEST = Duration.ofSeconds(30);

  /// A comparison that took longer is ignored, because the store may have looked at its clock at
  /// any time between.
  static final Duration SLOWEST = Duration.ofSeconds(2);

  private static final Logger LOGGER = System.getLogger("dev.tintype.clock");
  private static final long EACH = Duration.ofMinutes(1).toNanos();

  /// A wrong clock is looked at again so soon, as is one of which nothing is known.
  private static final long AGAIN = Duration.ofSeconds(5).toNanos();

  private final LoopLeases leases;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private long next;
  private volatile Duration ahead = Duration.ZERO;

  /// @param leases have the store's clock
  /// @param clock the host's
  /// @param nanos tells how long the store takes to answer, in nanoseconds from any start
  HostClock(LoopLeases leases, InstantSource clock, LongSupplier nanos) {
    this.leases = leases;
    this.clock = clock;
    this.nanos = nanos;
    this.next = nanos.getAsLong();
  }

  /// Compares the clocks if the last comparison is a minute old, or 5 seconds after one that found
  /// a wrong clock or was ignored. While the store does not answer in time, the last comparison
  /// counts.
  ///
  /// @return whether the host may take work
  synchronized boolean isRight() {
    if (nanos.getAsLong() - next >= 0) {
      try {
        boolean isKnown = compare();
        next = nanos.getAsLong() + (isKnown && complaint().isEmpty() ? EACH : AGAIN);
      } catch (StoreUnavailable e) {
        LOGGER.log(Level.DEBUG, "event=clock.unknown", e);
      }
    }
    return complaint().isEmpty();
  }

  /// @return whether the store answered in time
  private boolean compare() {
    Instant before = clock.instant();
    long asked = nanos.getAsLong();
    Instant store = leases.now();
    Duration took = Duration.ofNanos(nanos.getAsLong() - asked);
    if (took.compareTo(SLOWEST) > 0) {
      LOGGER.log(Level.DEBUG, () -> "event=clock.unknown answer_ms=" + took.toMillis());
      return false;
    }
    ahead = Duration.between(store, before.plus(took.dividedBy(2)));
    if (exceeds(NOTABLE.plus(took))) {
      LOGGER.log(
          Level.WARNING,
          () ->
              "event=clock.differs ahead_ms=" + ahead.toMillis() + " answer_ms=" + took.toMillis());
    }
    return true;
  }

  private boolean exceeds(Duration most) {
    return ahead.abs().compareTo(most) > 0;
  }

  /// @return the problem found by the last comparison, in a sentence, if there is one
  Optional<String> complaint() {
    if (!exceeds(LARGEST)) {
      return Optional.empty();
    }
    return Optional.of(
        "This machine's clock is %d s %s that of the job store, more than %d s: set it by NTP."
            .formatted(
                ahead.abs().toSeconds(),
                ahead.isPositive() ? "ahead of" : "behind",
                LARGEST.toSeconds()));
  }
}
