package dev.tintype.cli.change;

import dev.tintype.cli.change.Moving.Waiting;
import dev.tintype.cli.client.ImageVersions;
import dev.tintype.cli.client.ImageVersions.OneVersion;
import dev.tintype.cli.client.WorkClient.Looked;
import dev.tintype.cli.plan.ImagePlan;
import dev.tintype.core.Manifest;
import java.util.Deque;

/// Looks for the results of images that were requested. For one thread.
///
/// @param move what the images move to
record MoveResults(RecipeMove move) {

  /// After so many images of a page without a result, a look goes on to the next page.
  private static final int MOST_IN_VAIN = 8;

  /// Asks for the images that wait, at most to the end of the first page, so that it is noted soon.
  ///
  /// @param open the pages with images that wait, the first one first
  void look(Deque<Moving> open) throws InterruptedException {
    for (Moving page : open) {
      look(page);
      if (open.getFirst().isSettled()) {
        return;
      }
    }
  }

  /// Asks for the images of a page in turn. The next look begins with those that this one did not
  /// reach, so images without a result do not hide the others.
  private void look(Moving page) throws InterruptedException {
    int inVain = 0;
    for (int n = page.waiting(); n > 0 && inVain < MOST_IN_VAIN; n--) {
      Waiting image = page.next();
      if (!isOver(page, image)) {
        page.await(image);
        inVain++;
      }
    }
  }

  /// @return whether the image has its result, which is counted then
  private boolean isOver(Moving page, Waiting image) throws InterruptedException {
    return switch (move.client().versions(image.before().id().value())) {
      case Looked.Gone _ -> true;
      case Looked.Refused no when no.refusal().isOfManyImages() -> false;
      case Looked.Refused no -> {
        move.refuse(page, no.id(), no.refusal().slug(), no.refusal().detail());
        yield true;
      }
      case Looked.Found(ImageVersions after) -> isOver(page, image, after);
    };
  }

  private boolean isOver(Moving page, Waiting image, ImageVersions after) {
    OneVersion made = after.version(image.version()).orElse(null);
    if (made == null) {
      return true;
    }
    if (made.state().equals("awaiting_upload")) {
      move.refuse(page, after.id().value(), made.state(), "its original is not uploaded yet");
      return true;
    }
    if (!made.isEnd()) {
      return false;
    }
    move.checkRecipe(made);
    made.manifest()
        .ifPresentOrElse(
            manifest -> moved(page, image, after, made, manifest),
            () -> move.failed(page, after, made));
    return true;
  }

  private void moved(
      Moving page, Waiting image, ImageVersions after, OneVersion made, Manifest manifest) {
    move.sum().learn(ImagePlan.known(after, made.job()));
    Accuracy accuracy =
        image
            .forecast()
            .map(planned -> Accuracy.of(planned, bytes(manifest), made.cpu()))
            .orElse(Accuracy.NOTHING);
    page.count(Tally.moved(accuracy));
    move.show(image.before(), after.files(), manifest);
  }

  private static long bytes(Manifest manifest) {
    return manifest.variants().stream().mapToLong(Manifest.Variant::bytes).sum();
  }
}
