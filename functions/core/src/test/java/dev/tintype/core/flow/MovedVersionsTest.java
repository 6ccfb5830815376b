package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Formats;
import dev.tintype.core.ImageId;
import dev.tintype.core.Recipe;
import dev.tintype.core.Version;
import dev.tintype.core.flow.focus.MoveFocus.Moved;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Retire;
import dev.tintype.core.flow.reprocess.Rollback;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Expired;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The versions that a moved focal point makes, or shows again.
final class MovedVersionsTest extends FocusCase {

  @Test
  void aRetiredVersionIsMadeAgainOnceItsFilesAreDeleted() throws Exception {
    ImageId id = ready(SimulatedRecipes.SQUARE);
    move(id, A);
    platform.settle();
    Version retired = shownVersion(id, "square");
    move(id, B);
    platform.settle();
    new Retire(platform.jobs, platform.context).retire(id, retired);

    assertThat(move(id, A)).isEqualTo(new Moved.CleaningUp());
    assertShows(id, "square", Platform.BYTES, Optional.of(B));
    platform.settle();
    assertThat(queued(move(id, A))).containsExactly("square");
    platform.settle();
    assertThat(shownVersion(id, "square")).isEqualTo(retired);
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }

  @Test
  void aSetKeepsItsWholeRecipe() throws Exception {
    Recipe square = SimulatedRecipes.SQUARE;
    Recipe whole =
        new Recipe(
            "square",
            square.sizes(),
            square.formats(),
            square.background(),
            square.animation(),
            Optional.empty(),
            Optional.of(
                new Formats(
                    Map.of(Format.PNG, List.of(Encoding.lossless(Encoding.ANY_WIDTH, 6))))));
    ImageId id = ready(whole);
    move(id, A);
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
    assertThat(shown(id, "square").orElseThrow().job().recipe()).isEqualTo(whole);
  }

  @Test
  void aRollbackKeepsTheFocalPoint() throws Exception {
    ImageId id = ready(SimulatedRecipes.SQUARE);
    Version before = shownVersion(id, "square");
    move(id, A);
    platform.settle();
    move(platform.stores, id, Optional.empty(), Optional.empty());
    platform.settle();
    assertThat(shownVersion(id, "square")).isEqualTo(before);
    reprocess(id, changed());
    platform.settle();
    rollBack(id);
    assertThat(shownVersion(id, "square")).as("the point was removed").isEqualTo(before);
  }

  private static Recipe changed() {
    Recipe square = SimulatedRecipes.SQUARE;
    return new Recipe("square", square.sizes(), square.formats(), "#000000", square.animation());
  }

  private void rollBack(ImageId id) {
    Rollback.Wish back =
        new Rollback.Wish(Optional.of("square"), Optional.empty(), Optional.of(changed().digest()));
    new Rollback(platform.jobs, platform.context).rollback(id, back);
  }

  @Test
  void aPersonDoesNotWaitForBulkWork() throws Exception {
    ImageId id = ready(SimulatedRecipes.SQUARE);
    move(id, A);
    platform.settle();
    new Reprocess(
            platform.stores,
            platform.queue,
            () -> platform.recipes,
            platform.revision,
            platform.context)
        .reprocess(id, Optional.of(changed()), false, Lane.BULK);
    VersionRecord bulk = latest(id);
    assertThat(bulk.lane()).isEqualTo(Lane.BULK);
    move(id, B);
    assertThat(queued(move(id, A))).containsExactly("square");
    VersionRecord again = platform.stored(bulk);
    assertThat(again.lane()).isEqualTo(Lane.FRESH);
    assertThat(latest(id)).isEqualTo(again);
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }

  private VersionRecord latest(ImageId id) {
    Version version = image(id).latest().orElseThrow();
    return platform.jobs.version(id, version).orElseThrow();
  }

  @Test
  void aLateMessageOrOriginalBringsNoRetiredVersionBack() throws Exception {
    ImageId id = ready(SimulatedRecipes.SQUARE);
    VersionRecord old = shown(id, "square").orElseThrow();
    move(id, A);
    platform.settle();
    new Retire(platform.jobs, platform.context).retire(id, old.job().version());
    platform.settle();
    assertThat(platform.stored(old).state()).isEqualTo(new Expired(true));

    platform.queue.send(Messages.of(old, "late"), Lane.BULK, Duration.ZERO);
    new OriginalArrived(platform.stores, platform.queue, platform.context)
        .arrived(old.job().originalKey());
    platform.settle();
    assertThat(platform.stored(old).state()).isEqualTo(new Expired(true));
    newOriginal(id, SimulatedRecipes.SQUARE, Platform.BYTES);
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }
}
