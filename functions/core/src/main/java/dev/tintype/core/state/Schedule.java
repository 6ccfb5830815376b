package dev.tintype.core.state;

import java.time.Duration;
import java.time.Instant;

/// How long things may take before somebody else steps in. The clocks of workers and sweeper are
/// assumed to agree within [#LEASE] less [#RENEWAL]; beyond that, work may be done twice, with the
/// same result.
public final class Schedule {

  /// How long a lease lasts unless renewed.
  public static final Duration LEASE = Duration.ofSeconds(90);

  /// How often a lease is renewed.
  public static final Duration RENEWAL = Duration.ofSeconds(30);

  /// How long an upload permission lasts at most.
  public static final Duration PERMISSION = Duration.ofMinutes(15);

  /// How long a PUT that began within its permission may still be on its way.
  public static final Duration SLOWEST_UPLOAD = Duration.ofHours(1);

  /// How long an idempotency key is remembered.
  public static final Duration IDEMPOTENCY = Duration.ofHours(24);

  /// How long a write that was under way when its lease ended may still land.
  public static final Duration STRAGGLERS = Duration.ofMinutes(5);

  /// How many attempts one run may have. With [#backoff] between them they span three days, so that
  /// an outage of hours ends no job.
  public static final int ATTEMPTS = 300;

  /// How many deaths while decoding or encoding decide.
  public static final int DEATHS = 2;

  /// No lease, wait or permission ends later than that from the moment it was written.
  private static final Duration FARTHEST = PERMISSION.plus(SLOWEST_UPLOAD).plus(LEASE);

  /// How far the clocks of two hosts may differ when an instant is called impossible.
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  private static final Duration SLOWEST_RETRY = Duration.ofMinutes(15);
  private static final Duration FIRST_RESEND = Duration.ofMinutes(5);
  private static final Duration SLOWEST_RESEND = Duration.ofHours(1);

  private Schedule() {}

  /// @return whether no right clock can have set a retry for this instant: it lies further ahead
  ///   than any retry waits, so the clock that wrote it was ahead and was corrected since
  public static boolean isBeyondRetry(Instant at, Instant now) {
    return at.isAfter(latestRetry(now));
  }

  /// @return the latest instant that a retry may wait for
  public static Instant latestRetry(Instant now) {
    return now.plus(SLOWEST_RETRY).plus(CLOCKS);
  }

  /// @return whether no right clock can have written this instant as the end of a lease. A lease is
  ///   short, but a host whose clock is some minutes ahead must not lose its leases to the others.
  static boolean isBeyondLease(Instant until, Instant now) {
    return until.isAfter(now.plus(FARTHEST));
  }

  /// @param failures how many tries failed so far, at least 1
  /// @return how long to wait before the next: 10 s, doubled each time, at most 15 minutes
  public static Duration backoff(int failures) {
    int doublings = Math.min(Math.max(failures, 1) - 1, 10);
    Duration delay = FIRST_RETRY.multipliedBy(1L << doublings);
    return delay.compareTo(SLOWEST_RETRY) < 0 ? delay : SLOWEST_RETRY;
  }

  /// @param waited how long a version has waited for its message
  /// @return how long until its message counts as lost: as long again, at least 5 minutes, at most
  ///   an hour, so that a long backlog is not flooded with copies
  public static Duration resendAfter(Duration waited) {
    if (waited.compareTo(FIRST_RESEND) < 0) {
      return FIRST_RESEND;
    }
    return waited.compareTo(SLOWEST_RESEND) < 0 ? waited : SLOWEST_RESEND;
  }
}
