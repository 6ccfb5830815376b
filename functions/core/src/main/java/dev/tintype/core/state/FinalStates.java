package dev.tintype.core.state;

import dev.tintype.core.Rejection;
import dev.tintype.core.Version;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Retired;
import dev.tintype.core.state.VersionState.Superseded;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The ways a version ends without being ready, including the clean-up of files that an attempt may
/// have left.
final class FinalStates {

  private static final Duration UNTIL_CLEANING = Schedule.LEASE.plus(Schedule.STRAGGLERS);
  private static final Duration SECOND_LOOK = Duration.ofMinutes(2);

  private FinalStates() {}

  static VersionRecord failed(VersionRecord record, Rejection reason, String detail, Instant now) {
    return record.to(new Failed(reason, detail), cleaning(record, now), now);
  }

  static VersionRecord superseded(VersionRecord record, Version by, Instant now) {
    return record.to(new Superseded(by), cleaning(record, now), now);
  }

  /// A version that was ready loses its files. From now on no set can be given to it.
  ///
  /// @return the record, due for the sweeper when no write to its files can be under way any more
  static VersionRecord retired(VersionRecord record, Instant now) {
    Instant quiet = record.updatedAt().plus(UNTIL_CLEANING);
    return record.to(new Retired(), Optional.of(quiet.isAfter(now) ? quiet : now), now);
  }

  /// The files of a retired version are gone. It can be made again, in a run of its own.
  static VersionRecord emptied(VersionRecord record, Instant now) {
    return record.nextRun().to(new Expired(/* wasRetired= */ true), Optional.empty(), now);
  }

  /// When the sweeper deletes leftover files: after every lease and every write under way has
  /// ended. Absent when no attempt can have published anything.
  private static Optional<Instant> cleaning(VersionRecord record, Instant now) {
    boolean mayHavePublished =
        switch (record.state()) {
          case AwaitingUpload _ -> record.attempts() > 0;
          case Processing processing -> record.attempts() > 1 || processing.step() == Step.PUBLISH;
          default -> record.attempts() > 0;
        };
    return mayHavePublished ? Optional.of(now.plus(UNTIL_CLEANING)) : Optional.empty();
  }

  /// @return the record after a clean-up. When the clean-up deleted anything, it is due again,
  ///   because a delete may take effect late and must not hit the files of the next run
  static VersionRecord cleaned(VersionRecord record, boolean deletedSome, Instant now) {
    return record.to(
        record.state(), deletedSome ? Optional.of(now.plus(SECOND_LOOK)) : Optional.empty(), now);
  }

  /// @return whether a clean-up deleted something, and the wait after it is over
  static boolean isSecondLook(VersionRecord record) {
    return record.dueAt().equals(Optional.of(record.updatedAt().plus(SECOND_LOOK)));
  }

  /// @return whether the first clean-up is still far enough ahead
  static boolean isBeforeCleaning(VersionRecord record, Instant now) {
    return record
        .dueAt()
        .filter(due -> due.equals(record.updatedAt().plus(UNTIL_CLEANING)))
        .filter(due -> now.plus(Duration.ofMinutes(1)).isBefore(due))
        .isPresent();
  }
}
