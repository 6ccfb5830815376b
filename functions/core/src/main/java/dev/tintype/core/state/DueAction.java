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

/// What the sweeper must do for a version that is due.
public sealed interface DueAction {

  /// Check whether the original is in storage.
  record LookForOriginal() implements DueAction {}

  /// Its message was lost: send another one, then write the record.
  ///
  /// @param record the record to write
  record SendAgain(VersionRecord record) implements DueAction {}

  /// Its lease expired.
  ///
  /// @param record the record to write: queued, or failed when that was one death too many
  record TakeBack(VersionRecord record) implements DueAction {}

  /// The version ended without variants or is retired, and no attempt can be under way. Delete the
  /// leftover files, then write one of the two records.
  ///
  /// @param foundSome the record to write when something was deleted: check again later
  /// @param foundNone the record to write when nothing was left
  record CleanUp(VersionRecord foundSome, VersionRecord foundNone) implements DueAction {}

  /// Nothing to do, or not yet.
  record Nothing() implements DueAction {}

  /// Decides what to do for a version.
  static DueAction of(VersionRecord record, Instant now) {
    if (record.dueAt().filter(due -> !due.isAfter(now)).isEmpty()) {
      return new Nothing();
    }
    return switch (record.state()) {
      case AwaitingUpload _ -> new LookForOriginal();
      case Queued queued ->
          new SendAgain(
              record.to(
                  queued,
                  Optional.of(LeaseExpiry.resend(record.lane(), queued.notBefore(), now)),
                  now));
      case Processing processing -> new TakeBack(LeaseExpiry.requeued(record, processing, now));
      case Failed _, Superseded _ ->
          new CleanUp(
              FinalStates.cleaned(record, true, now), FinalStates.cleaned(record, false, now));
      case Retired _ -> {
        VersionRecord again = FinalStates.cleaned(record, true, now);
        yield new CleanUp(
            again, FinalStates.isSecondLook(record) ? FinalStates.emptied(record, now) : again);
      }
      case Ready _, Expired _ -> new Nothing();
    };
  }

  /// Ends the lease of a worker that is known to be dead, without waiting until the lease expires.
  ///
  /// @return absent when nobody holds a lease
  static Optional<TakeBack> afterDeath(VersionRecord record, Instant now) {
    return record.state() instanceof Processing processing
        ? Optional.of(new TakeBack(LeaseExpiry.requeued(record, processing, now)))
        : Optional.empty();
  }

  /// Postpones a version whose action failed, so that other versions come first. An expired lease
  /// is not postponed, because only the job store can fail there.
  ///
  /// @return the record to write; absent when the version stays due
  static Optional<VersionRecord> postponed(VersionRecord record, Instant until, Instant now) {
    return record.state() instanceof Processing
        ? Optional.empty()
        : Optional.of(record.to(record.state(), Optional.of(until), now));
  }

  /// Counts a dead letter about this version as one failed attempt.
  ///
  /// @return the record to write; absent when there is nothing to write, because the version ended,
  ///   waits or is being processed
  static Optional<VersionRecord> afterDeadLetter(VersionRecord record, Instant now) {
    return switch (record.state()) {
      case Queued _ ->
          Optional.of(
              Retry.of(
                  record.counting(record.attempts() + 1, record.deaths()),
                  "a message about it became a dead letter",
                  now));
      case Processing processing when !now.isBefore(processing.until()) ->
          Optional.of(LeaseExpiry.requeued(record, processing, now));
      case Processing _, AwaitingUpload _, Ready _, Failed _, Superseded _, Expired _, Retired _ ->
          Optional.empty();
    };
  }
}
