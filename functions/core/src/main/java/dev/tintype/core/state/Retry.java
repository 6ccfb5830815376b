package dev.tintype.core.state;

import dev.tintype.core.Rejection;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The next attempt after a retryable failure. Delays grow until the attempts of the run are used
/// up.
final class Retry {

  private Retry() {}

  static Attempt.Next of(VersionRecord record, String detail, Instant now) {
    if (record.attempts() >= Schedule.ATTEMPTS) {
      return new Attempt.Next.Ended(
          FinalStates.failed(record, Rejection.ATTEMPTS_EXHAUSTED, detail, now));
    }
    Duration delay = Schedule.backoff(record.attempts());
    Instant at = now.plus(delay);
    return new Attempt.Next.Again(
        record.to(new Queued(at), Optional.of(LeaseExpiry.resend(at, now)), now), delay);
  }
}
