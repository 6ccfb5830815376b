package dev.tintype.core;

import java.time.Instant;
import java.util.Optional;

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

  /// @throws IllegalArgumentException when the version does not follow from original, recipe,
  ///   revision and focal point, or when `declaredBytes` is out of range
  public ImageJob {
    if (!version.equals(version(original, recipe, renderRevision))) {
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
        version(original, recipe, renderRevision),
        Keys.original(imageId, original.sha256()),
        recipe,
        renderRevision,
        original,
        now);
  }

  private static Version version(Original original, Recipe recipe, RenderRevision renderRevision) {
    return Version.of(original.sha256(), recipe.digest(), renderRevision, focus(original, recipe));
  }

  private static Optional<Focus> focus(Original original, Recipe recipe) {
    return recipe.cropsByFocus() ? original.focus() : Optional.empty();
  }

  /// @return the focal point that the variants depend on; absent when the original has none, and
  ///   when the recipe does not crop by it
  public Optional<Focus> focus() {
    return focus(original, recipe);
  }

  /// What a client declares of an original. A job that follows another one on the same original has
  /// the same.
  ///
  /// @param sha256 what the bytes must hash to
  /// @param bytes how many
  /// @param mediaType the declared media type; only a hint
  /// @param focus the focal point of the picture, if it has one
  public record Original(Sha256 sha256, long bytes, String mediaType, Optional<Focus> focus) {

    /// An original without a focal point.
    public Original(Sha256 sha256, long bytes, String mediaType) {
      this(sha256, bytes, mediaType, Optional.empty());
    }

    /// @return the same original with another focal point, or without one
    public Original with(Optional<Focus> point) {
      return new Original(sha256, bytes, mediaType, point);
    }
  }
}
