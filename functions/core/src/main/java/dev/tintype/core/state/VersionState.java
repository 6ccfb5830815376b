package dev.tintype.core.state;

import dev.tintype.core.CpuTime;
import dev.tintype.core.Manifest;
import dev.tintype.core.Rejection;
import dev.tintype.core.Version;
import java.time.Instant;
import java.util.Optional;

/// The state of one version. `Ready`, `Superseded` and verdicts about bytes are final.
public sealed interface VersionState {

  /// The original has not arrived.
  ///
  /// @param permittedUntil when the last upload permission ends
  record AwaitingUpload(Instant permittedUntil) implements VersionState {}

  /// The original is stored and a message is on its way.
  ///
  /// @param notBefore when the next attempt may start
  record Queued(Instant notBefore) implements VersionState {}

  /// A worker holds the lease.
  ///
  /// @param owner the holder's name, unique to one attempt
  /// @param until when the lease ends unless renewed
  /// @param step the step that the attempt has reached
  record Processing(String owner, Instant until, Step step) implements VersionState {}

  /// Every variant and the manifest are in storage.
  ///
  /// @param manifest the list of all variants
  /// @param note which part of the original was not used; for operators only
  /// @param cpu the processor time of its rendering; absent when it was not measured
  record Ready(Manifest manifest, Optional<String> note, Optional<CpuTime> cpu)
      implements VersionState {

    /// Ready, without a measured processor time.
    public Ready(Manifest manifest, Optional<String> note) {
      this(manifest, note, Optional.empty());
    }

    /// Ready without a note.
    public Ready(Manifest manifest) {
      this(manifest, Optional.empty());
    }
  }

  /// Ended without variants.
  ///
  /// @param reason the reason
  /// @param detail what was seen; for operators only, never public
  record Failed(Rejection reason, String detail) implements VersionState {}

  /// Ended because its bytes belong to another render revision.
  ///
  /// @param by the version that replaces it
  record Superseded(Version by) implements VersionState {}

  /// The original never arrived, or the files were retired.
  ///
  /// @param wasRetired whether the files were retired: only a request makes it again. Otherwise it
  ///   is also made when its original arrives late
  record Expired(boolean wasRetired) implements VersionState {
    /// The original never arrived.
    public Expired() {
      this(/* wasRetired= */ false);
    }
  }

  /// It was ready, and its files are being deleted. Then it is expired.
  record Retired() implements VersionState {}

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
      case Retired _ -> "retired";
    };
  }

  /// @return whether the state never changes by itself
  default boolean isEnd() {
    return switch (this) {
      case AwaitingUpload _, Queued _, Processing _ -> false;
      case Ready _, Failed _, Superseded _, Expired _, Retired _ -> true;
    };
  }

  /// @return whether it ended with a verdict on the bytes of the original, which no redrive changes
  default boolean isRejected() {
    return this instanceof Failed failed && !failed.reason().redrivable();
  }

  /// @return whether the version is ready, or can become ready without a redrive
  default boolean mayBeShown() {
    return switch (this) {
      case AwaitingUpload _, Queued _, Processing _, Ready _, Expired _ -> true;
      case Failed _, Superseded _, Retired _ -> false;
    };
  }
}
