package dev.tintype.process;

import dev.tintype.core.flow.RenderDeadline;
import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Shares the rest of an invocation among the renderings that must fit into it.
///
/// @param clock the current time
/// @param end when Lambda ends the invocation
record InvocationTime(InstantSource clock, Instant end) implements RenderDeadline {

  /// Reserved for publishing; or for asking whether the function starts, and for recording a second
  /// death.
  static final Duration RESERVE = Duration.ofSeconds(30);

  /// No rendering starts with less, because a deadline that is only our lack of time must not count
  /// against the image.
  static final Duration LEAST_RENDERING = Duration.ofSeconds(30);

  static final Duration LONGEST_RENDERING = Duration.ofMinutes(2);

  @Override
  public Duration of(int renderings) {
    Duration left = Duration.between(clock.instant(), end).minus(RESERVE);
    Duration share = left.dividedBy(renderings);
    if (share.compareTo(LEAST_RENDERING) < 0) {
      throw new StoreUnavailable("only " + left + " are left for " + renderings + " renderings");
    }
    return share.compareTo(LONGEST_RENDERING) < 0 ? share : LONGEST_RENDERING;
  }
}
