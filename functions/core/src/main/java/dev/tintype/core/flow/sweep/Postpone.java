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
/// with short delays. A record that changed meanwhile and is no longer due is left alone.
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

  /// Postpones the image as it is stored now, because the failed stage may have written it.
  void image(ImageRecord image) {
    Instant now = context.now();
    Instant until = now.plus(delay(image.id().value()));
    jobs.image(image.id())
        .filter(stored -> stored.dueAt().filter(due -> !due.isAfter(now)).isPresent())
        .ifPresent(stored ->
            jobs.commit(
                Change.of(
                    new Write.PutImage(Optional.of(stored), Erasure.postponed(stored, until)))));
  }

  void outcome(Outcome outcome) {
    Duration delay = Schedule.backoff(outcome.attempts() + 1);
    Outcome later = outcome.retryAt(context.now().plus(delay));
    jobs.commit(Change.of(new Write.DelayOutcome(outcome, later)));
  }

  private synchronized Duration delay(String key) {
    return Schedule.backoff(failures.merge(key, 1, Integer::sum));
  }
}
