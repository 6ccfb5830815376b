package dev.tintype.cli.change;

import dev.tintype.cli.client.ImageVersions;
import dev.tintype.cli.client.ImageVersions.OneVersion;
import dev.tintype.cli.client.WorkClient;
import dev.tintype.cli.plan.PlanSum;
import dev.tintype.core.Manifest;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What the steps of a move to a recipe share. For one thread.
///
/// @param client asks the server
/// @param target where the images move to
/// @param manner how
/// @param said tells the user
/// @param comparison is shown each moved image
/// @param sum what moved images needed, for the forecasts of later ones
record RecipeMove(
    WorkClient client,
    Target target,
    Manner manner,
    Said said,
    Comparison comparison,
    PlanSum sum) {

  /// How a run goes.
  ///
  /// @param pace how fast requests are sent
  /// @param share which images are moved; absent for all
  /// @param waits whether to wait for the versions
  /// @param journal the file of the journal; absent when the run always begins at the start
  /// @param look the time between two looks at the images that wait
  record Manner(
      Pace pace, Optional<Share> share, boolean waits, Optional<Path> journal, Duration look) {}

  void refuse(Moving page, String id, String reason, String why) {
    page.count(Tally.REFUSED);
    said.refused(id, reason, why);
  }

  void failed(Moving page, ImageVersions image, OneVersion version) {
    page.count(Tally.FAILED);
    said.refused(
        image.id().value(),
        version.state(),
        "version " + version.job().version() + " is " + version.state());
  }

  /// Adds an image to the pictures of the comparison.
  void show(ImageVersions before, String files, Manifest made) {
    comparison.add(before, files, target.recipe().name(), made);
  }

  /// @throws InvalidSetting when a version was made by another recipe than the run began with
  void checkRecipe(OneVersion made) {
    if (made.job().recipe().digest().equals(target.recipe().digest())) {
      return;
    }
    String again =
        manner
            .journal()
            .filter(Files::exists)
            .map(file -> "Remove the file " + file + " and run the command again")
            .orElse("Run the command again");
    throw new InvalidSetting(
        "The recipe %s was changed during the run. %s to move every image to the new recipe."
            .formatted(target.recipe().name(), again));
  }
}
