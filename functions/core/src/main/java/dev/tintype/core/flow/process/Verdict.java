package dev.tintype.core.flow.process;

import dev.tintype.core.state.VersionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What the host must do with a message after processing.
public sealed interface Verdict {

  /// Acknowledge it. The job ended, or its next step is recorded and has its own message.
  ///
  /// @param ended the version, if processing this message ended it; absent for a message about a
  ///   version that had ended before
  record Done(Optional<VersionRecord> ended) implements Verdict {
    /// Processing the message ended no version.
    public Done() {
      this(Optional.empty());
    }
  }

  /// Return it to the queue with this delay, because nothing could be recorded.
  ///
  /// @param delay at most 15 minutes
  record RetryAfter(Duration delay) implements Verdict {}

  /// Return it to the queue until then: another worker has the job, or the next attempt may not
  /// start yet. Acknowledging it instead is safe but slower, because the job then waits for the
  /// sweeper.
  ///
  /// @param until when to process it again
  record Busy(Instant until) implements Verdict {}
}
