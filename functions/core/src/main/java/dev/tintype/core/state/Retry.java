package dev.tintype.core.state;

import dev.tintype.core.Rejection;
import dev.tintype.core.state.VersionState.Queued;
import java.time.Instant;
import java.util.Optional;

/// The next attempt after a retryable failure. Delays grow until the attempts of the run are used
/// up.
final class Retry {

  private Retry() {}

  static VersionRecord of(VersionRecord record, String detail, Instant now) {
    if (record.attempts() >= Schedule.ATTEMPTS) {
      return FinalStates.failed(record, Rejection.ATTEMPTS_EXHAUSTED, detail, now);
    }
    Instant at = now.plus(Schedule.backoff(record.attempts()));
    return record.to(new Queued(at), Optional.of(LeaseExpiry.resend(record.lane(), at, now)), now);
  }
}
