package dev.tintype.core.flow.sweep;

import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.state.DueAction;
import dev.tintype.core.state.Erasure;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Postpones records whose due action failed, so that other records come first. The new due time is
/// stored in the record. The number of failures is kept only in memory, so a new process starts
/// with short delays. A record that changed meanwhile is left alone.
///
/// Every method throws [dev.tintype.core.port.StoreUnavailable] when the record could not be
/// postponed; the record then stays due.
final class Postpone {

  private static final int MOST_REMEMBERED = 10_000;

  private final JobStore jobs;
  private final FlowContext context;
  private final Map<String, Integer> failures =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  Postpone(JobStore jobs, FlowContext context) {
    this.jobs = jobs;
    this.context = context;
  }

  void version(VersionRecord record) {
    String key = record.job().imageId() + "/" + record.job().version();
    Instant now = context.now();
    DueAction.postponed(record, now.plus(delay(key)), now)
        .ifPresent(next -> jobs.commit(Change.of(new Write.PutVersion(Optional.of(record), next))));
  }

  void image(ImageRecord image) {
    Instant until = context.now().plus(delay(image.id().value()));
    jobs.commit(Change.of(new Write.PutImage(Optional.of(image), Erasure.postponed(image, until))));
  }

  void outcome(Outcome outcome) {
    Duration delay = Schedule.backoff(outcome.attempts() + 1);
    Outcome later = outcome.retryAt(context.now().plus(delay));
    jobs.commit(Change.of(new Write.DelayOutcome(later)));
  }

  private synchronized Duration delay(String key) {
    return Schedule.backoff(failures.merge(key, 1, Integer::sum));
  }
}
