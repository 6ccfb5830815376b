package dev.tintype.core.state;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.trace.TraceParent;
import java.time.Instant;
import java.util.Optional;

/// One row of the outbox: an outcome that a receiver must be notified of.
///
/// @param id the same for one version, run and outcome; receivers deduplicate by it
/// @param imageId the image
/// @param version the version that ended; absent when the whole image was erased
/// @param type `image.ready`, `image.failed` or `image.erased`
/// @param payload the JSON that is sent
/// @param occurredAt when it happened
/// @param attempts how many notifications failed
/// @param dueAt when to try next
/// @param refusal why the receiver was not notified the last time; absent before the first try
/// @param trace what caused it; absent when nothing was recorded
public record Outcome(
    String id,
    ImageId imageId,
    Optional<Version> version,
    String type,
    String payload,
    Instant occurredAt,
    int attempts,
    Instant dueAt,
    Optional<String> refusal,
    Optional<TraceParent> trace) {

  /// The most characters of a refusal that are kept.
  private static final int LONGEST_REFUSAL = 300;

  /// A row that the receiver did not refuse, without a trace.
  public Outcome(
      String id,
      ImageId imageId,
      Optional<Version> version,
      String type,
      String payload,
      Instant occurredAt,
      int attempts,
      Instant dueAt) {
    this(
        id,
        imageId,
        version,
        type,
        payload,
        occurredAt,
        attempts,
        dueAt,
        Optional.empty(),
        Optional.empty());
  }

  /// @param other the JSON that is sent
  /// @return this row with another payload
  public Outcome saying(String other) {
    return new Outcome(
        id, imageId, version, type, other, occurredAt, attempts, dueAt, refusal, trace);
  }

  /// @return this row after one more failed notification
  public Outcome retryAt(Instant next) {
    return retried(next, refusal);
  }

  /// @param why what went wrong; its first 300 characters are kept
  /// @return this row after one more notification that the receiver refused
  public Outcome refused(String why, Instant next) {
    return retried(next, Optional.of(why.substring(0, Math.min(why.length(), LONGEST_REFUSAL))));
  }

  private Outcome retried(Instant next, Optional<String> why) {
    return new Outcome(
        id, imageId, version, type, payload, occurredAt, attempts + 1, next, why, trace);
  }

  /// @return this row, to be sent at an instant whatever failed before
  public Outcome dueAt(Instant at) {
    return new Outcome(
        id, imageId, version, type, payload, occurredAt, attempts, at, refusal, trace);
  }

  /// @return this row as one that something else caused
  public Outcome tracedBy(Optional<TraceParent> cause) {
    return new Outcome(
        id, imageId, version, type, payload, occurredAt, attempts, dueAt, refusal, cause);
  }
}
