package dev.tintype.core.state;

import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The answer to an operator who asks for another run.
public sealed interface Redriving {

  /// Another run begins.
  ///
  /// @param record the record to write: queued, with counters at zero
  record Granted(VersionRecord record) implements Redriving {}

  /// The sweeper may be deleting the files of the last run. A run that begins now could lose files.
  ///
  /// @param at when to ask again
  record NotYet(Instant at) implements Redriving {}

  /// The version cannot be redriven: it did not fail, or its bytes were rejected.
  ///
  /// @param state its state
  record Refused(VersionState state) implements Redriving {}

  /// Decides the request.
  static Redriving of(VersionRecord record, Instant now) {
    if (!(record.state() instanceof Failed failed) || !failed.reason().redrivable()) {
      return new Refused(record.state());
    }
    Optional<Instant> due = record.dueAt();
    if (due.isPresent() && !FinalStates.isBeforeCleaning(record, now)) {
      return new NotYet(due.get().plus(Duration.ofMinutes(1)));
    }
    return new Granted(
        record
            .nextRun()
            .to(new Queued(now), Optional.of(LeaseExpiry.resend(record.lane(), now, now)), now));
  }
}
