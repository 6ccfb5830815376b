package dev.tintype.core;

import java.time.Instant;

/// One job: this original under this recipe. Immutable. The job's state is a
/// [dev.tintype.core.state.VersionRecord].
///
/// @param imageId the image it belongs to
/// @param version the set of variants it makes
/// @param originalKey where the original lies in the originals storage
/// @param recipe a full snapshot, so that a changed configuration changes no job
/// @param renderRevision the revision whose bytes the version promises
/// @param original what the client declared of the original; at most [Limits#MAX_ORIGINAL_BYTES]
/// @param createdAt when the job was asked for
public record ImageJob(
    ImageId imageId,
    Version version,
    String originalKey,
    Recipe recipe,
    RenderRevision renderRevision,
    Original original,
    Instant createdAt) {

  /// @throws IllegalArgumentException when the version does not follow from original, recipe and
  ///   revision, or when `declaredBytes` is out of range
  public ImageJob {
    if (!version.equals(Version.of(original.sha256(), recipe.digest(), renderRevision))) {
      throw new IllegalArgumentException("the version is not that of original and recipe");
    }
    if (original.bytes() < 0 || original.bytes() > Limits.MAX_ORIGINAL_BYTES) {
      throw new IllegalArgumentException("declaredBytes out of range: " + original.bytes());
    }
  }

  /// A job for an original under the current render revision.
  public static ImageJob of(
      ImageId imageId,
      Original original,
      Recipe recipe,
      RenderRevision renderRevision,
      Instant now) {
    return new ImageJob(
        imageId,
        Version.of(original.sha256(), recipe.digest(), renderRevision),
        Keys.original(imageId, original.sha256()),
        recipe,
        renderRevision,
        original,
        now);
  }

  /// What a client declares of the bytes it is about to upload.
  ///
  /// @param sha256 what the bytes must hash to
  /// @param bytes how many
  /// @param mediaType the declared media type; only a hint
  public record Original(Sha256 sha256, long bytes, String mediaType) {}
}
