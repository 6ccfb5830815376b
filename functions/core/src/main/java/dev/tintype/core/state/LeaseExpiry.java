package dev.tintype.core.state;

import dev.tintype.core.Rejection;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What an expired lease means: the attempt died at its recorded step. A death while decoding or
/// encoding counts against the original. A death while fetching or publishing only counts as an
/// attempt.
final class LeaseExpiry {

  private LeaseExpiry() {}

  /// @return the record with the death counted, if it counts against the original
  static VersionRecord counted(VersionRecord record, Processing processing) {
    return processing.step().blamesTheOriginal()
        ? record.counting(record.attempts(), record.deaths() + 1)
        : record;
  }

  /// @return the record to write if this was one death or attempt too many
  static Optional<VersionRecord> verdict(
      VersionRecord counted, Processing processing, Instant now) {
    String seen = "the worker died at " + processing.step().code();
    if (processing.step().blamesTheOriginal() && counted.deaths() >= Schedule.DEATHS) {
      return Optional.of(FinalStates.failed(counted, Rejection.DECODER_CRASHED, seen, now));
    }
    return counted.attempts() >= Schedule.ATTEMPTS
        ? Optional.of(FinalStates.failed(counted, Rejection.ATTEMPTS_EXHAUSTED, seen, now))
        : Optional.empty();
  }

  /// @return the record to write when no worker claims the version: queued for the next attempt, or
  ///   failed
  static VersionRecord requeued(VersionRecord record, Processing processing, Instant now) {
    VersionRecord counted = counted(record, processing);
    return verdict(counted, processing, now)
        .orElseGet(
            () -> counted.to(new Queued(now), Optional.of(resend(counted.lane(), now, now)), now));
  }

  /// @return when the sweeper sends the message of a queued version again
  static Instant resend(Lane lane, Instant notBefore, Instant now) {
    Instant from = now.isBefore(notBefore) ? notBefore : now;
    return from.plus(Schedule.resendAfter(lane, Duration.between(notBefore, from)));
  }
}
