package dev.tintype.server.run;

import dev.tintype.core.port.Notifier;
import dev.tintype.core.state.Outcome;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// Counts notifications.
///
/// @param notifier tells
/// @param outcomes counts
record CountingNotifier(Notifier notifier, Counter outcomes) implements Notifier {

  /// @param metrics show the count
  static CountingNotifier counting(Notifier notifier, PrometheusRegistry metrics) {
    Counter outcomes =
        Counter.builder()
            .name("tintype_outcomes_total")
            .help("Outcomes, by whether the receiver has them.")
            .labelNames("type", "answer")
            .withoutExemplars()
            .register(metrics);
    return new CountingNotifier(notifier, outcomes);
  }

  @Override
  public Answer tell(Outcome outcome) {
    Answer answer = notifier.tell(outcome);
    String came =
        switch (answer) {
          case Answer.Told _ -> "told";
          case Answer.Refused _ -> "refused";
        };
    outcomes.labelValues(outcome.type(), came).inc();
    return answer;
  }
}
