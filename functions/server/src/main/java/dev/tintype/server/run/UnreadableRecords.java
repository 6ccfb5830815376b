package dev.tintype.server.run;

import dev.tintype.core.port.Unreadable;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The number of due records that the last sweep and the last outbox turn could not read. Safe for
/// use by many threads.
final class UnreadableRecords {

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");
  private static final int MOST_TOLD = 1_000;

  private final Set<String> told = new HashSet<>();
  private volatile int swept;
  private volatile int outcomes;

  void show(PrometheusRegistry metrics) {
    GaugeWithCallback.builder()
        .name("tintype_unreadable_records")
        .help("Records that are due and cannot be read: 'tintype verify' names them.")
        .callback(value -> value.call(swept + outcomes))
        .register(metrics);
  }

  /// Another server sweeps.
  void sweptElsewhere() {
    swept = 0;
  }

  /// Another server sends the outcomes.
  void sentElsewhere() {
    outcomes = 0;
  }

  /// @param count how many the sweeper found; it logs them itself
  void swept(int count) {
    swept = count;
  }

  /// @param found the outcomes that the outbox turn found; each is logged once
  void ofOutbox(List<Unreadable> found) {
    outcomes = found.size();
    for (Unreadable record : found) {
      if (isNews(record.key())) {
        LOGGER.log(
            Level.ERROR,
            () ->
                "event=record.unreadable kind=%s key=%s detail=\"%s\""
                    .formatted(record.kind().code(), record.key(), record.why()));
      }
    }
  }

  private synchronized boolean isNews(String key) {
    return told.size() < MOST_TOLD && told.add(key);
  }
}
