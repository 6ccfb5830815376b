package dev.tintype.core.state;

import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Retired;
import dev.tintype.core.state.VersionState.Superseded;
import java.time.Instant;
import java.util.Optional;

/// The answer to a worker that asks for the lease of a version.
public sealed interface Claim {

  /// The worker holds the lease once the record is written.
  ///
  /// @param record the record to write
  record Granted(VersionRecord record) implements Claim {}

  /// Another worker holds the lease.
  ///
  /// @param until when that lease ends unless renewed
  record HeldElsewhere(Instant until) implements Claim {}

  /// The next attempt may not start yet.
  ///
  /// @param at when it may
  record NotYet(Instant at) implements Claim {}

  /// There is nothing to do.
  ///
  /// @param state how the version ended
  record AlreadyFinished(VersionState state) implements Claim {}

  /// The lease of the attempt before expired, and that was one death too many.
  ///
  /// @param record the record to write: failed
  record Ended(VersionRecord record) implements Claim {}

  /// Decides a claim. A message for a version that awaits its upload means that the original has
  /// arrived.
  ///
  /// @param owner a name that only this attempt has
  static Claim of(VersionRecord record, String owner, Instant now) {
    return switch (record.state()) {
      case AwaitingUpload _ -> grant(record, owner, now);
      case Queued queued ->
          now.isBefore(queued.notBefore()) && !Schedule.isBeyondRetry(queued.notBefore(), now)
              ? new NotYet(queued.notBefore())
              : grant(record, owner, now);
      case Processing processing when Schedule.isBeyondLease(processing.until(), now) ->
          // The instant comes from a wrong clock that was corrected, so it does not prove a death.
          grant(record, owner, now);
      case Processing processing ->
          now.isBefore(processing.until())
              ? new HeldElsewhere(processing.until())
              : afterLapse(record, processing, owner, now);
      case Ready _, Failed _, Superseded _, Expired _, Retired _ ->
          new AlreadyFinished(record.state());
    };
  }

  private static Claim afterLapse(
      VersionRecord record, Processing processing, String owner, Instant now) {
    VersionRecord counted = LeaseExpiry.counted(record, processing);
    return LeaseExpiry.verdict(counted, processing, now)
        .<Claim>map(Ended::new)
        .orElseGet(() -> grant(counted, owner, now));
  }

  private static Granted grant(VersionRecord record, String owner, Instant now) {
    Instant until = now.plus(Schedule.LEASE);
    return new Granted(
        record
            .counting(record.attempts() + 1, record.deaths())
            .to(new Processing(owner, until, Step.FETCH), Optional.of(until), now));
  }
}
