package dev.tintype.core.state;

import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What comes of an operator asking for another run.
public sealed interface Redriving {

  /// Another run begins.
  ///
  /// @param record what to write: queued, counters at zero
  record Granted(VersionRecord record) implements Redriving {}

  /// The sweeper may be deleting what the last run left: a run that began meanwhile could lose
  /// files.
  ///
  /// @param at when to ask again
  record NotYet(Instant at) implements Redriving {}

  /// There is nothing to redrive: it did not fail, or the bytes themselves were refused.
  ///
  /// @param state where it stands
  record Refused(VersionState state) implements Redriving {}

  /// Decides.
  static Redriving of(VersionRecord record, Instant now) {
    if (!(record.state() instanceof Failed failed) || !failed.reason().redrivable()) {
      return new Refused(record.state());
    }
    Optional<Instant> due = record.dueAt();
    if (due.isPresent() && !FinalStates.isBeforeCleaning(record, now)) {
      return new NotYet(due.get().plus(Duration.ofMinutes(1)));
    }
    return new Granted(
        record.nextRun().to(new Queued(now), Optional.of(LeaseExpiry.resend(now, now)), now));
  }
}
