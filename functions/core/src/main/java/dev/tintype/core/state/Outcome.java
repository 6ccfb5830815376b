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
    Optional<TraceParent> trace) {

  /// A row without a trace.
  public Outcome(
      String id,
      ImageId imageId,
      Optional<Version> version,
      String type,
      String payload,
      Instant occurredAt,
      int attempts,
      Instant dueAt) {
    this(id, imageId, version, type, payload, occurredAt, attempts, dueAt, Optional.empty());
  }

  /// @return this row after one more failed notification
  public Outcome retryAt(Instant next) {
    return new Outcome(id, imageId, version, type, payload, occurredAt, attempts + 1, next, trace);
  }

  /// @return this row as one that something else caused
  public Outcome tracedBy(Optional<TraceParent> cause) {
    return new Outcome(id, imageId, version, type, payload, occurredAt, attempts, dueAt, cause);
  }
}
