package dev.tintype.core.flow.sweep;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.trace.Tracing;
import java.time.Duration;

/// Notifies the receiver of one outcome from the outbox, at least once, until the receiver accepts
/// it.
public final class Notify {

  private final JobStore jobs;
  private final Notifier notifier;
  private final FlowContext context;
  private final LogRation refusals;

  /// @param notifier sends the notification
  public Notify(JobStore jobs, Notifier notifier, FlowContext context) {
    this.jobs = jobs;
    this.notifier = notifier;
    this.context = context;
    this.refusals = new LogRation(context.clock());
  }

  /// A row that another process changed meanwhile stays as it is: perhaps it is to be sent again.
  ///
  /// @param outcome the row as it was read
  /// @return whether the receiver accepted the outcome. If so, its row is removed; otherwise the
  ///   row is postponed
  /// @throws StoreUnavailable when the row could not be written: the receiver will be notified
  ///   again
  public boolean tell(Outcome outcome) {
    boolean told =
        switch (answer(outcome)) {
          case Notifier.Answer.Told _ -> {
            context.boundary().reached(StepBoundary.TOLD);
            jobs.commit(Change.of(new Write.RemoveOutcome(outcome)));
            FlowLog.event("notify.told", outcome.imageId()).with("id", outcome.id()).info();
            yield true;
          }
          case Notifier.Answer.Refused refused -> {
            Duration delay = Schedule.backoff(outcome.attempts() + 1);
            Outcome later = outcome.refused(refused.why(), context.now().plus(delay));
            jobs.commit(Change.of(new Write.DelayOutcome(outcome, later)));
            if (refusals.permits()) {
              FlowLog.event("notify.refused", outcome.imageId())
                  .with("id", outcome.id())
                  .with("attempts", later.attempts())
                  .with("suppressed", refusals.suppressed())
                  .detail(refused.why())
                  .warning();
            }
            yield false;
          }
        };
    context.boundary().reached(StepBoundary.NOTIFY_WRITTEN);
    return told;
  }

  /// The receiver is told of the span, so that its own steps can join the trace.
  private Notifier.Answer answer(Outcome outcome) {
    Tracing tracing = context.tracing();
    try (Tracing.Span span = tracing.begin("notify", Tracing.Kind.CLIENT, outcome.trace())) {
      span.with("tintype.image", outcome.imageId().value()).with("tintype.outcome", outcome.type());
      Notifier.Answer answer =
          notifier.tell(outcome.tracedBy(tracing.current().or(outcome::trace)));
      if (answer instanceof Notifier.Answer.Refused refused) {
        span.failed(refused.why());
      }
      return answer;
    }
  }
}
