package dev.tintype.core.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The time limits of the platform. The clocks of workers and sweeper must agree within [#LEASE]
/// minus [#RENEWAL]. With a larger difference, work may be done twice, with the same result.
public final class Schedule {

  /// How long a lease lasts unless renewed.
  public static final Duration LEASE = Duration.ofSeconds(90);

  /// How often a lease is renewed.
  public static final Duration RENEWAL = Duration.ofSeconds(30);

  /// How long an upload permission lasts at most.
  public static final Duration PERMISSION = Duration.ofMinutes(15);

  /// How long a PUT may take if it began before its permission ended.
  public static final Duration SLOWEST_UPLOAD = Duration.ofHours(1);

  /// When the sweeper looks for an original that nobody announced, counted from the beginning of
  /// its permission. After the last look the version expires.
  static final List<Duration> LOOKS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          PERMISSION,
          PERMISSION.plus(SLOWEST_UPLOAD));

  /// How long an idempotency key is valid.
  public static final Duration IDEMPOTENCY = Duration.ofHours(24);

  /// How long a write may still take effect when its lease has ended.
  static final Duration STRAGGLERS = Duration.ofMinutes(5);

  /// The most attempts of one run. With the delays of [#backoff] they span three days, so an outage
  /// of some hours fails no job.
  public static final int ATTEMPTS = 300;

  /// The number of deaths while decoding or encoding after which the version fails.
  public static final int DEATHS = 2;

  /// The latest end of any lease, wait or permission, counted from when it is written.
  private static final Duration FARTHEST = PERMISSION.plus(SLOWEST_UPLOAD).plus(LEASE);

  /// The tolerated clock difference between two hosts when an instant is checked for being
  /// impossible.
  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  private static final Duration SLOWEST_RETRY = Duration.ofMinutes(15);
  private static final Duration FIRST_RESEND = Duration.ofMinutes(5);
  private static final Duration SLOWEST_RESEND = Duration.ofHours(1);

  private Schedule() {}

  /// @return whether a retry at this instant is impossible: it is further ahead than any retry
  ///   waits, so a clock that was ahead wrote it and was corrected since
  public static boolean isBeyondRetry(Instant at, Instant now) {
    return at.isAfter(latestRetry(now));
  }

  /// @return the latest instant that a retry may wait for
  public static Instant latestRetry(Instant now) {
    return now.plus(SLOWEST_RETRY).plus(CLOCKS);
  }

  /// @return whether a lease cannot end at this instant. The limit is generous: a host whose clock
  ///   is some minutes ahead must not lose its leases to the other hosts
  static boolean isBeyondLease(Instant until, Instant now) {
    return until.isAfter(now.plus(FARTHEST));
  }

  /// @param failures how many tries have failed, at least 1
  /// @return the delay before the next try: 10 s, doubled for each failure, at most 15 minutes
  public static Duration backoff(int failures) {
    int doublings = Math.min(Math.max(failures, 1) - 1, 10);
    Duration delay = FIRST_RETRY.multipliedBy(1L << doublings);
    return delay.compareTo(SLOWEST_RETRY) < 0 ? delay : SLOWEST_RETRY;
  }

  /// @param waited how long a version has waited for its message
  /// @return how much longer until the message counts as lost: as long again, at least 5 minutes
  ///   and at most an hour, so that a long backlog does not fill with copies. In the bulk lane an
  ///   hour, because a message may wait there for days without being lost
  static Duration resendAfter(Lane lane, Duration waited) {
    if (lane == Lane.BULK) {
      return SLOWEST_RESEND;
    }
    if (waited.compareTo(FIRST_RESEND) < 0) {
      return FIRST_RESEND;
    }
    return waited.compareTo(SLOWEST_RESEND) < 0 ? waited : SLOWEST_RESEND;
  }
}
