package dev.tintype.core.port;

import dev.tintype.core.state.Outcome;

/// Tells somebody of an outcome, at least once. Safe for use by many threads.
public interface Notifier {

  /// @return whether it was told; `Refused` counts as told to nobody and is tried again later
  Answer tell(Outcome outcome);

  /// What came of telling.
  sealed interface Answer {
    /// The receiver has it.
    record Told() implements Answer {}

    /// Not now: try again.
    ///
    /// @param why for the log
    record Refused(String why) implements Answer {}
  }
}
