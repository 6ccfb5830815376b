package dev.tintype.core.flow;

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
  private final Surroundings surroundings;
  private final LogRation refusals;

  /// @param notifier who is told
  public Notify(JobStore jobs, Notifier notifier, Surroundings surroundings) {
    this.jobs = jobs;
    this.notifier = notifier;
    this.surroundings = surroundings;
    this.refusals = new LogRation(surroundings.clock());
  }

  /// @return whether somebody has it; its row is then removed, else delayed
  /// @throws StoreUnavailable when the row could not be written: it will be told again
  public boolean tell(Outcome outcome) {
    boolean told =
        switch (notifier.tell(outcome)) {
          case Notifier.Answer.Told _ -> {
            surroundings.boundary().reached(StepBoundary.TOLD);
            jobs.commit(Change.of(new Write.RemoveOutcome(outcome.id())));
            FlowLog.event("notify.told", outcome.imageId()).with("id", outcome.id()).info();
            yield true;
          }
          case Notifier.Answer.Refused refused -> {
            Duration delay = Schedule.backoff(outcome.attempts() + 1);
            Outcome later = outcome.retryAt(surroundings.now().plus(delay));
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
    surroundings.boundary().reached(StepBoundary.NOTIFY_WRITTEN);
    return told;
  }
}
