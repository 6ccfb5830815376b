package dev.tintype.core;

import java.time.Instant;

/// One job: this original under this recipe. Immutable. The job's state is a
/// [dev.tintype.core.state.VersionRecord].
///
/// @param imageId the image it belongs to
/// @param version the set of variants it makes
/// @param originalKey the original's key in the originals storage
/// @param recipe a full copy, so that a changed configuration does not change the job
/// @param renderRevision the revision that the version's bytes are made by
/// @param originalSha256 the expected digest of the original
/// @param declaredBytes how many bytes the client declared, 0 to [Limits#MAX_ORIGINAL_BYTES]
/// @param declaredType the media type the client declared; only a hint
/// @param createdAt when the job was created
public record ImageJob(
    ImageId imageId,
    Version version,
    String originalKey,
    Recipe recipe,
    String renderRevision,
    Sha256 originalSha256,
    long declaredBytes,
    String declaredType,
    Instant createdAt) {

  /// @throws IllegalArgumentException when the version does not follow from original, recipe and
  ///   revision, or when `declaredBytes` is out of range
  public ImageJob {
    if (!version.equals(Version.of(originalSha256, recipe.digest(), renderRevision))) {
      throw new IllegalArgumentException("the version is not that of original and recipe");
    }
    if (declaredBytes < 0 || declaredBytes > Limits.MAX_ORIGINAL_BYTES) {
      throw new IllegalArgumentException("declaredBytes out of range: " + declaredBytes);
    }
  }

  /// A job for an original under the current render revision.
  public static ImageJob of(
      ImageId imageId, Original original, Recipe recipe, String renderRevision, Instant now) {
    return new ImageJob(
        imageId,
        Version.of(original.sha256(), recipe.digest(), renderRevision),
        Keys.original(imageId, original.sha256()),
        recipe,
        renderRevision,
        original.sha256(),
        original.bytes(),
        original.mediaType(),
        now);
  }

  /// @return what the client declared of the original
  public Original original() {
    return new Original(originalSha256, declaredBytes, declaredType);
  }

  /// What a client declares about the bytes that it will upload.
  ///
  /// @param sha256 digest of the bytes
  /// @param bytes how many
  /// @param mediaType the declared media type, a hint
  public record Original(Sha256 sha256, long bytes, String mediaType) {}
}
