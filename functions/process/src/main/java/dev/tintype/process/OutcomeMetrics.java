package dev.tintype.process;

import dev.tintype.core.Rejection;
import dev.tintype.core.flow.process.Verdict;
import dev.tintype.core.lines.Metrics;
import dev.tintype.core.lines.Metrics.Measured;
import dev.tintype.core.port.Message;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Ready;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Counts how jobs end, each end once: a repeated message about a job that had ended is not
/// counted. Failures caused by the upload and failures caused by us are counted separately, because
/// only the second kind raises an alarm.
final class OutcomeMetrics {

  private final Metrics metrics;
  private final InstantSource clock;

  OutcomeMetrics(Metrics metrics, InstantSource clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  void count(Message message, Verdict verdict) {
    Map<String, Measured> values = new HashMap<>();
    Map<String, String> fields = new HashMap<>();
    fields.put("event", "process");
    fields.put("imageId", message.imageId().value());
    fields.put("version", message.version().value());
    if (verdict instanceof Verdict.Done done) {
      done.ended().ifPresent(record -> ended(record, values, fields));
    } else {
      values.put("GivenBack", Measured.count(1));
    }
    metrics.put(values, fields);
  }

  private void ended(
      VersionRecord record, Map<String, Measured> values, Map<String, String> fields) {
    fields.put("state", record.state().code());
    if (record.state() instanceof Ready) {
      values.put("Ready", Measured.count(1));
      values.put(
          "CreatedToReady",
          Measured.seconds(
              Duration.between(record.job().createdAt(), clock.instant()).toSeconds()));
    }
    if (record.state() instanceof Failed failed) {
      fields.put("reason", failed.reason().code());
      values.put(ours(failed.reason()) ? "FailedByUs" : "FailedByUpload", Measured.count(1));
    }
  }

  private static boolean ours(Rejection reason) {
    return reason.redrivable();
  }
}
