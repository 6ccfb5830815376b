package dev.tintype.cli.change;

import dev.tintype.cli.client.ImageVersions;
import dev.tintype.cli.client.ImageVersions.OneSet;
import dev.tintype.cli.client.ImageVersions.OneVersion;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Recipe;
import java.time.Instant;
import java.util.Optional;

/// A recipe as it is configured, to which the images of its set move.
///
/// @param recipe the recipe
record Target(Recipe recipe) {

  /// @return whether the image has the set
  boolean concerns(ImageVersions image) {
    return image.sets().containsKey(recipe.name());
  }

  /// What the set of an image has to do with a version.
  enum Standing {
    /// The set must be asked for the version.
    TO_REQUEST,
    /// The set shows it.
    SHOWN,
    /// The set shows it when it is ready, and a worker makes it.
    WAITING,
    /// The set waits for the upload of another original. A request now would be the later one, and
    /// hide this original.
    NOT_UPLOADED,
    /// It was requested and ended without variants.
    FAILED
  }

  /// The job that the server makes for the image.
  ///
  /// @return absent while the image has no original
  Optional<ImageJob> job(ImageVersions image) {
    return base(image)
        .map(latest ->
            ImageJob.of(
                image.id(),
                image.focused(latest.job().original()),
                recipe,
                image.renderRevision(),
                Instant.EPOCH));
  }

  /// The version whose original the server takes: the one that was requested last, else, if its
  /// original was never uploaded, the one that is shown.
  private static Optional<OneVersion> base(ImageVersions image) {
    return image
        .version(image.latest())
        .filter(latest -> !isAwaited(latest) && !latest.state().equals("expired"))
        .or(() -> image.shown(image.standard()));
  }

  private static boolean isAwaited(OneVersion version) {
    return version.state().equals("awaiting_upload");
  }

  Standing standing(ImageVersions image, ImageJob job) {
    OneSet set = image.sets().get(recipe.name());
    if (set == null) {
      return Standing.TO_REQUEST;
    }
    if (image.version(set.latest()).filter(Target::isAwaited).isPresent()) {
      return Standing.NOT_UPLOADED;
    }
    if (!set.latest().equals(job.version())) {
      return Standing.TO_REQUEST;
    }
    return set.shown().equals(Optional.of(job.version()))
        ? Standing.SHOWN
        : image
            .version(job.version())
            .map(version -> standing(version.state()))
            .orElse(Standing.TO_REQUEST);
  }

  /// @param state the state of a version that was requested and is not shown
  private static Standing standing(String state) {
    return switch (state) {
      case "queued", "processing" -> Standing.WAITING;
      // A request shows a ready version and makes an expired one again.
      case "ready", "expired" -> Standing.TO_REQUEST;
      default -> Standing.FAILED;
    };
  }

  /// @return whether a run that began at an instant created the job's version
  static boolean isMadeSince(ImageVersions image, ImageJob job, Instant start) {
    return image
        .version(job.version())
        .map(OneVersion::job)
        .filter(made -> !made.createdAt().isBefore(start))
        .isPresent();
  }
}
