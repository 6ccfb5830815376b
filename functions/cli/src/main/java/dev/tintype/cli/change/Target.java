package dev.tintype.cli.change;

import dev.tintype.cli.client.ImageVersions;
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

  /// The job that the server makes for the image, unless its original is gone.
  Optional<ImageJob> job(ImageVersions image) {
    return image
        .version(image.latest())
        .map(latest ->
            ImageJob.of(
                image.id(),
                image.focused(latest.job().original()),
                recipe,
                image.renderRevision(),
                Instant.EPOCH));
  }

  /// @return whether the set's last decision is for the job's version already
  boolean isDecided(ImageVersions image, ImageJob job) {
    return Optional.ofNullable(image.sets().get(recipe.name()))
        .filter(set -> set.latest().equals(job.version()))
        .isPresent();
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
