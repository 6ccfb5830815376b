package dev.tintype.core.state;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
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
public record Outcome(
    String id,
    ImageId imageId,
    Optional<Version> version,
    String type,
    String payload,
    Instant occurredAt,
    int attempts,
    Instant dueAt) {

  /// @param other the JSON that is sent
  /// @return this row with another payload
  public Outcome saying(String other) {
    return new Outcome(id, imageId, version, type, other, occurredAt, attempts, dueAt);
  }

  /// @return this row after one more failed notification
  public Outcome retryAt(Instant next) {
    return new Outcome(id, imageId, version, type, payload, occurredAt, attempts + 1, next);
  }
}
