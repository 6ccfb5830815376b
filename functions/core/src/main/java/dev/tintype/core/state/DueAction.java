package dev.tintype.core.state;

import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Superseded;
import java.time.Instant;
import java.util.Optional;

/// What a version needs of the sweeper once its due instant has come.
public sealed interface DueAction {

  /// Look whether the original is in storage.
  record LookForOriginal() implements DueAction {}

  /// Its message was lost: send another, then write.
  ///
  /// @param record what to write
  record SendAgain(VersionRecord record) implements DueAction {}

  /// Its lease lapsed.
  ///
  /// @param record what to write: queued, or failed when that was one death too many
  record TakeBack(VersionRecord record) implements DueAction {}

  /// It ended without variants, and no attempt can be under way: delete what attempts left behind,
  /// then write which of the two it was.
  ///
  /// @param foundSome what to write when something was deleted: look again
  /// @param foundNone what to write when nothing was left
  record CleanUp(VersionRecord foundSome, VersionRecord foundNone) implements DueAction {}

  /// Nothing, or not yet.
  record Nothing() implements DueAction {}

  /// Decides what a version needs.
  static DueAction of(VersionRecord record, Instant now) {
    if (record.dueAt().filter(due -> !due.isAfter(now)).isEmpty()) {
      return new Nothing();
    }
    return switch (record.state()) {
      case AwaitingUpload _ -> new LookForOriginal();
      case Queued queued ->
          new SendAgain(
              record.to(queued, Optional.of(LeaseExpiry.resend(queued.notBefore(), now)), now));
      case Processing processing -> new TakeBack(LeaseExpiry.requeued(record, processing, now));
      case Failed _, Superseded _ ->
          new CleanUp(
              FinalStates.cleaned(record, true, now), FinalStates.cleaned(record, false, now));
      case Ready _, Expired _ -> new Nothing();
    };
  }

  /// The worker that holds the lease is known to be dead, so nothing is gained by waiting for the
  /// lease to lapse.
  ///
  /// @return absent when no lease is held
  static Optional<TakeBack> afterDeath(VersionRecord record, Instant now) {
    return record.state() instanceof Processing processing
        ? Optional.of(new TakeBack(LeaseExpiry.requeued(record, processing, now)))
        : Optional.empty();
  }

  /// Looking after it failed: others come first, and it is looked at again later. A lapsed lease is
  /// not put off, since nothing but the job store can fail there.
  ///
  /// @return what to write; absent when it stays due
  static Optional<VersionRecord> postponed(VersionRecord record, Instant until, Instant now) {
    return record.state() instanceof Processing
        ? Optional.empty()
        : Optional.of(record.to(record.state(), Optional.of(until), now));
  }

  /// A message about this version ended among the dead letters: one more attempt that came to
  /// nothing.
  ///
  /// @return what to write; absent when there is nothing to write: it ended, waits, or is being
  ///   worked on
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
      case Processing _, AwaitingUpload _, Ready _, Failed _, Superseded _, Expired _ ->
          Optional.empty();
    };
  }
}
