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
import java.time.Duration;

/// Tells one outcome of the outbox, at least once, for as long as nobody has it.
public final class Notify {

  private final JobStore jobs;
  private final Notifier notifier;
  private final FlowContext context;
  private final LogRation refusals;

  /// @param notifier who is told
  public Notify(JobStore jobs, Notifier notifier, FlowContext context) {
    this.jobs = jobs;
    this.notifier = notifier;
    this.context = context;
    this.refusals = new LogRation(context.clock());
  }

  /// @return whether somebody has it; its row is then removed, else delayed
  /// @throws StoreUnavailable when the row could not be written: it will be told again
  public boolean tell(Outcome outcome) {
    boolean told =
        switch (notifier.tell(outcome)) {
          case Notifier.Answer.Told _ -> {
            context.boundary().reached(StepBoundary.TOLD);
            jobs.commit(Change.of(new Write.RemoveOutcome(outcome.id())));
            FlowLog.event("notify.told", outcome.imageId()).with("id", outcome.id()).info();
            yield true;
          }
          case Notifier.Answer.Refused refused -> {
            Duration delay = Schedule.backoff(outcome.attempts() + 1);
            Outcome later = outcome.retryAt(context.now().plus(delay));
            jobs.commit(Change.of(new Write.DelayOutcome(later)));
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
}
