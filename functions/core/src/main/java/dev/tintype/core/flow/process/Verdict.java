package dev.tintype.core.flow.process;

import java.time.Duration;
import java.time.Instant;

/// What a host does with a message once it was worked on.
public sealed interface Verdict {

  /// Acknowledge it: the job ended, or what follows is written down and has a message of its own.
  record Done() implements Verdict {}

  /// Give it back for this long: nothing could be written down.
  ///
  /// @param delay at most 15 minutes
  record RetryAfter(Duration delay) implements Verdict {}

  /// Give it back until then: another worker has the job, or its next attempt may not start yet.
  /// Acknowledging it instead is safe but slower, since the sweeper then finds the job.
  ///
  /// @param until when to look again
  record Busy(Instant until) implements Verdict {}
}
