package dev.tintype.core.flow.sweep;

import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.port.JobStore.DueKind;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.port.UnreadableRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Logs the failures of a sweeper. It limits the lines, so that one cause that affects many records
/// does not fill the log. Safe for use by many threads.
final class SweepLog {

  /// How long an unreadable record is not logged again.
  private static final Duration SILENCE = Duration.ofHours(1);

  private static final int MOST_REMEMBERED = 1_000;

  private final InstantSource clock;
  private final Map<DueKind, LogRation> rations = new EnumMap<>(DueKind.class);
  private final LogRation unreadableRation;
  private final LogRation notPutOffRation;
  private final LogRation copiesRation;
  private final Map<String, Instant> told =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  SweepLog(InstantSource clock) {
    this.clock = clock;
    for (DueKind kind : DueKind.values()) {
      rations.put(kind, new LogRation(clock));
    }
    this.unreadableRation = new LogRation(clock);
    this.notPutOffRation = new LogRation(clock);
    this.copiesRation = new LogRation(clock);
  }

  void failed(DueKind kind, RuntimeException cause) {
    LogRation ration = rations.getOrDefault(kind, notPutOffRation);
    if (cause instanceof UnreadableRecord e) {
      unreadable(e.unreadable());
    } else if (ration.permits()) {
      FlowLog line =
          FlowLog.event(cause instanceof StoreUnavailable ? "sweep.unavailable" : "sweep.failed")
              .with("what", kind.name().toLowerCase(Locale.ROOT))
              .with("suppressed", ration.suppressed())
              .cause(cause);
      if (cause instanceof StoreUnavailable) {
        line.warning();
      } else {
        line.error(cause);
      }
    }
  }

  void notPutOff(StoreUnavailable cause) {
    if (notPutOffRation.permits()) {
      FlowLog.event("sweep.not_put_off")
          .with("suppressed", notPutOffRation.suppressed())
          .cause(cause)
          .warning();
    }
  }

  /// @param images how many images the request was about
  /// @param until when the next request may be made
  /// @param why what the edge cache answered
  void notForgotten(String event, int images, Instant until, String why) {
    if (copiesRation.permits()) {
      FlowLog.event(event)
          .with("images", images)
          .with("until", until)
          .with("suppressed", copiesRation.suppressed())
          .detail(why)
          .warning();
    }
  }

  void unreadable(Unreadable record) {
    if (isNews(record.kind().code() + " " + record.key()) && unreadableRation.permits()) {
      FlowLog.unreadable(record);
    }
  }

  private synchronized boolean isNews(String name) {
    Instant now = clock.instant();
    Instant before = told.get(name);
    if (before != null && now.isBefore(before.plus(SILENCE))) {
      return false;
    }
    told.remove(name);
    told.put(name, now);
    return true;
  }
}
