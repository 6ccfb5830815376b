package dev.tintype.core.state;

import dev.tintype.core.Manifest;
import dev.tintype.core.Rejection;
import dev.tintype.core.Version;
import java.time.Instant;
import java.util.Optional;

/// The state of one version. `Ready`, `Superseded` and verdicts about bytes are final.
public sealed interface VersionState {

  /// The original is not there yet.
  ///
  /// @param permittedUntil when the last upload permission ends
  record AwaitingUpload(Instant permittedUntil) implements VersionState {}

  /// The original is there; a message is on its way, to be worked on not before an instant.
  ///
  /// @param notBefore when the next attempt may start
  record Queued(Instant notBefore) implements VersionState {}

  /// A worker has the lease.
  ///
  /// @param owner who holds it: unique to one attempt
  /// @param until when the lease ends unless renewed
  /// @param step how far the attempt has come
  record Processing(String owner, Instant until, Step step) implements VersionState {}

  /// Every variant and the manifest are in storage.
  ///
  /// @param manifest the list of all variants
  /// @param note what of the original was not used, for the operator's eyes
  record Ready(Manifest manifest, Optional<String> note) implements VersionState {

    /// With nothing to note.
    public Ready(Manifest manifest) {
      this(manifest, Optional.empty());
    }
  }

  /// Ended without variants.
  ///
  /// @param reason why
  /// @param detail for the operator's eyes: what was seen, never shown to the public
  record Failed(Rejection reason, String detail) implements VersionState {}

  /// Ended because the bytes it promises are of another render revision.
  ///
  /// @param by the version that takes its place
  record Superseded(Version by) implements VersionState {}

  /// The original never came.
  record Expired() implements VersionState {}

  /// @return the name in the API, such as `awaiting_upload`
  default String code() {
    return switch (this) {
      case AwaitingUpload _ -> "awaiting_upload";
      case Queued _ -> "queued";
      case Processing _ -> "processing";
      case Ready _ -> "ready";
      case Failed _ -> "failed";
      case Superseded _ -> "superseded";
      case Expired _ -> "expired";
    };
  }

  /// @return whether nothing more happens by itself
  default boolean isEnd() {
    return switch (this) {
      case AwaitingUpload _, Queued _, Processing _ -> false;
      case Ready _, Failed _, Superseded _, Expired _ -> true;
    };
  }
}
