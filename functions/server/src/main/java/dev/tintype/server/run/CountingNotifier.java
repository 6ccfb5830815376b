package dev.tintype.server.run;

import dev.tintype.core.Rejection;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.state.Outcome;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// Counts notifications, and the ends of versions and images that they tell of.
///
/// @param notifier tells
/// @param outcomes counts every notification
/// @param ended counts each end when it is told for the first time, so it lags behind the outbox.
///   What is told again, because nobody wrote that it was told, counts again
record CountingNotifier(Notifier notifier, Counter outcomes, Counter ended) implements Notifier {

  private static final String NO_REASON = "";

  /// @param metrics show the count
  static CountingNotifier counting(Notifier notifier, PrometheusRegistry metrics) {
    Counter outcomes =
        Counter.builder()
            .name("tintype_outcomes_total")
            .help("Outcomes, by whether the receiver has them.")
            .labelNames("type", "answer")
            .withoutExemplars()
            .register(metrics);
    Counter ended =
        Counter.builder()
            .name("tintype_images_ended_total")
            .help("Versions that became ready or failed, and images that were erased.")
            .labelNames("state", "reason")
            .withoutExemplars()
            .register(metrics);
    ended.initLabelValues("ready", NO_REASON);
    ended.initLabelValues("erased", NO_REASON);
    for (Rejection reason : Rejection.values()) {
      ended.initLabelValues("failed", reason.code());
    }
    return new CountingNotifier(notifier, outcomes, ended);
  }

  @Override
  public Answer tell(Outcome outcome) {
    if (outcome.attempts() == 0) {
      count(outcome);
    }
    Answer answer = notifier.tell(outcome);
    String came =
        switch (answer) {
          case Answer.Told _ -> "told";
          case Answer.Refused _ -> "refused";
        };
    outcomes.labelValues(outcome.type(), came).inc();
    return answer;
  }

  private void count(Outcome outcome) {
    ended.labelValues(outcome.type().replaceFirst("^image\\.", ""), reason(outcome)).inc();
  }

  private static String reason(Outcome outcome) {
    try {
      return Json.parse(outcome.payload()).object("data").optionalText("reason").orElse(NO_REASON);
    } catch (MalformedJson _) {
      return NO_REASON;
    }
  }
}
