package dev.tintype.server.run;

import dev.tintype.core.port.Notifier;
import dev.tintype.core.state.Outcome;
import dev.tintype.server.metrics.Metrics;

/// Counts notifications.
///
/// @param notifier sends them
/// @param metrics counts them
record CountingNotifier(Notifier notifier, Metrics metrics) implements Notifier {

  @Override
  public Answer tell(Outcome outcome) {
    Answer answer = notifier.tell(outcome);
    String came =
        switch (answer) {
          case Answer.Told _ -> "told";
          case Answer.Refused _ -> "refused";
        };
    metrics
        .counter(
            "tintype_outcomes_total",
            "Outcomes, by whether the receiver has them.",
            "type",
            outcome.type(),
            "answer",
            came)
        .increment();
    return answer;
  }
}
