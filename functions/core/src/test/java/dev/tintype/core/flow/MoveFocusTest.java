package dev.tintype.core.flow;

import static dev.tintype.core.flow.SimulatedRecipes.BOX;
import static dev.tintype.core.flow.SimulatedRecipes.CARD;
import static dev.tintype.core.flow.SimulatedRecipes.OTHER;
import static dev.tintype.core.flow.SimulatedRecipes.SQUARE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Version;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.focus.MoveFocus.Moved;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.port.Unreadable.Kind;
import dev.tintype.core.port.UnreadableRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Ready;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A focal point that moves: which sets get new versions, in every state of their versions.
final class MoveFocusTest extends FocusCase {

  private static final Version NONE = new Version("0123456789abcdef");

  @Test
  void everySetThatCropsByItMovesInOneWriteAndNoOtherSet() throws Exception {
    ImageId id = ready(OTHER, SQUARE, CARD);
    ImageRecord before = image(id);
    Version whole = shownVersion(id, "other");
    Moved moved = move(id, A);
    assertThat(queued(moved)).containsExactly("card", "square");
    assertThat(states(moved)).isEqualTo(Map.of("card", "queued", "square", "queued"));
    assertThat(image(id).epoch()).isEqualTo(before.epoch() + 1);
    assertThat(image(id).versions()).isEqualTo(before.versions() + 2);
    assertThat(platform.queue.bodies()).hasSize(2).allMatch(body -> body.contains("focus"));
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
    assertShows(id, "card", Platform.BYTES, Optional.of(A));
    assertThat(shownVersion(id, "other")).isEqualTo(whole);
    assertThat(versionCount(id)).isEqualTo(5);
  }

  @Test
  void theSamePointTwiceChangesNothing() throws Exception {
    ImageId id = ready(SQUARE);
    move(id, A);
    ImageRecord first = image(id);
    Moved again = move(id, A);
    assertThat(queued(again)).isEmpty();
    assertThat(states(again)).isEqualTo(Map.of("square", "queued"));
    assertThat(image(id)).isEqualTo(first);
    assertThat(platform.queue.bodies()).hasSize(1);
    platform.settle();
    ImageRecord ready = image(id);
    assertThat(states(move(id, A))).isEqualTo(Map.of("square", "ready"));
    assertThat(image(id)).isEqualTo(ready);
  }

  @Test
  void thereAndBackShowsTheFormerVersionsWithoutRendering() throws Exception {
    ImageId id = ready(SQUARE, CARD);
    move(id, A);
    platform.settle();
    Version first = shownVersion(id, "square");
    move(id, B);
    platform.settle();
    int versions = versionCount(id);
    Moved back = move(id, A);
    assertThat(queued(back)).isEmpty();
    assertThat(shownVersion(id, "square")).isEqualTo(first);
    assertShows(id, "card", Platform.BYTES, Optional.of(A));
    assertThat(versionCount(id)).isEqualTo(versions);
    assertThat(platform.queue.bodies()).isEmpty();
  }

  @Test
  void backBeforeTheFirstIsReadyShowsTheOneThatWasRequestedLast() throws Exception {
    ImageId id = ready(SQUARE);
    Version without = shownVersion(id, "square");
    move(id, A);
    move(id, B);
    move(id, A);
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
    move(id, B);
    move(platform.stores, id, Optional.empty(), Optional.empty());
    platform.settle();
    assertThat(shownVersion(id, "square")).isEqualTo(without);
  }

  @Test
  void aPointThatNoSetUsesIsKeptForLaterRecipesAndUploads() throws Exception {
    ImageId id = ready(OTHER);
    Moved moved = move(id, A);
    assertThat(done(moved).sets()).isEmpty();
    assertThat(versionCount(id)).isEqualTo(1);
    assertThat(platform.queue.bodies()).isEmpty();
    reprocess(id, SQUARE);
    newOriginal(id, CARD, Platform.BYTES);
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
    assertShows(id, "card", Platform.BYTES, Optional.of(A));
  }

  @Test
  void anOriginalThatComesBackHasThePointItHadLast() throws Exception {
    ImageId id = ready(SQUARE);
    move(id, A);
    platform.settle();
    move(id, B);
    platform.settle();
    move(id, A);
    VersionRecord later = newOriginal(id, SQUARE, LATER);
    arrive(later, LATER);
    platform.settle();
    assertShows(id, "square", LATER, Optional.empty());
    newOriginal(id, SQUARE, Platform.BYTES);
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }

  @Test
  void aRemovedPointStaysRemoved() throws Exception {
    ImageId id = ready(SQUARE);
    Version without = shownVersion(id, "square");
    move(id, A);
    platform.settle();
    Moved removed =
        move(platform.stores, id, Optional.empty(), Optional.empty()).found().orElseThrow();
    assertThat(done(removed).point()).isEmpty();
    assertThat(shownVersion(id, "square")).isEqualTo(without);
    reprocess(id, CARD);
    platform.settle();
    assertShows(id, "card", Platform.BYTES, Optional.empty());
  }

  @Test
  void setsOfTheSameContentShareTheNewVersion() throws Exception {
    ImageId id = ready(SQUARE, BOX);
    Moved moved = move(id, A);
    assertThat(platform.queue.bodies()).hasSize(1);
    assertThat(done(moved).sets()).hasSize(2);
    platform.settle();
    assertThat(versionCount(id)).isEqualTo(2);
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
    assertShows(id, "box", Platform.BYTES, Optional.of(A));
  }

  @Test
  void theStoredRecipeOfASetIsUsedNotTheConfiguredOne() throws Exception {
    Recipe former = SimulatedRecipes.recipe("card", SQUARE.sizes());
    ImageId id = ready(OTHER, former);
    move(id, A);
    platform.settle();
    assertThat(shown(id, "card").orElseThrow().job().recipe()).isEqualTo(former);
  }

  @Test
  void anOriginalThatIsNotStoredHasNoPoint() {
    VersionRecord awaiting = started(SQUARE);
    ImageId id = awaiting.job().imageId();
    ImageRecord before = image(id);
    assertThat(move(id, A)).isEqualTo(new Moved.NoOriginal());
    assertThat(moveOn(awaiting.job().version(), id, A)).isEqualTo(new Moved.NoOriginal());
    assertThat(image(id)).isEqualTo(before);
  }

  @Test
  void aVersionThatAwaitsAStoredOriginalDoesNotReplaceTheNewOne() throws Exception {
    VersionRecord awaiting = started(SQUARE);
    ImageId id = awaiting.job().imageId();
    arrive(awaiting, Platform.BYTES);
    assertThat(queued(move(id, A))).containsExactly("square");
    platform.receive();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
    platform.settle();
    assertThat(platform.stored(awaiting).state()).isInstanceOf(Ready.class);
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }

  @Test
  void aNewOriginalThatIsAwaitedIsStillShownWhenItIsReady() throws Exception {
    ImageId id = ready(SQUARE);
    VersionRecord awaiting = newOriginal(id, SQUARE, LATER);
    move(id, A);
    assertThat(move(id, A)).as("again").isEqualTo(move(id, A));
    assertThat(image(id).latest()).contains(awaiting.job().version());
    platform.receive();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
    assertThat(image(id).latest()).contains(awaiting.job().version());
    arrive(awaiting, LATER);
    platform.settle();
    assertShows(id, "square", LATER, Optional.empty());
  }

  @Test
  void thereAndBackWhileANewOriginalIsAwaited() throws Exception {
    ImageId id = ready(SQUARE);
    Version without = shownVersion(id, "square");
    newOriginal(id, SQUARE, LATER);
    move(id, A);
    move(platform.stores, id, Optional.empty(), Optional.empty());
    platform.settle();
    assertThat(shownVersion(id, "square")).isEqualTo(without);
    move(id, A);
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }

  @Test
  void thePointBelongsToTheOriginalOfTheVersionItWasSeenOn() throws Exception {
    ImageId id = ready(SQUARE);
    Version old = shownVersion(id, "square");
    VersionRecord later = newOriginal(id, SQUARE, LATER);
    arrive(later, LATER);
    assertThat(queued(moveOn(old, id, A))).containsExactly("square");
    assertThat(queued(move(id, B))).as("the new original").containsExactly("square");
    platform.settle();
    assertShows(id, "square", LATER, Optional.of(B));
    newOriginal(id, CARD, Platform.BYTES);
    platform.settle();
    assertShows(id, "card", Platform.BYTES, Optional.of(A));
  }

  @Test
  void setsOfAnotherOriginalAreLeftAlone() throws Exception {
    ImageId id = ready(SQUARE, CARD);
    Version card = shownVersion(id, "card");
    arrive(newOriginal(id, SQUARE, LATER), LATER);
    platform.settle();
    assertThat(queued(move(id, A))).containsExactly("square");
    platform.settle();
    assertThat(shownVersion(id, "card")).isEqualTo(card);
    assertShows(id, "square", LATER, Optional.of(A));
  }

  private void reject() {
    platform.renderer =
        new MemoryRenderer(request ->
            request.job().original().bytes() == LATER.length
                ? Optional.of(new Rendering.Rejected(Rejection.CORRUPT, "a broken header"))
                : Optional.empty());
  }

  @Test
  void aRejectedOriginalLeavesThePointToThePictureThatIsShown() throws Exception {
    ImageId id = ready(SQUARE);
    reject();
    VersionRecord rejected = newOriginal(id, SQUARE, LATER);
    arrive(rejected, LATER);
    platform.settle();
    assertThat(platform.stored(rejected).state().isRejected()).isTrue();
    assertThat(queued(move(id, A))).containsExactly("square");
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }

  @Test
  void aNewOriginalThatFailedIsStillShownAfterARedrive() throws Exception {
    ImageId id = ready(SQUARE);
    Version old = shownVersion(id, "square");
    platform.renderer =
        new MemoryRenderer(_ ->
            Optional.of(new Rendering.Died(Step.DECODE, Rejection.DECODER_CRASHED, "signal 11")));
    VersionRecord failed = newOriginal(id, SQUARE, LATER);
    arrive(failed, LATER);
    platform.settle();
    platform.renderer = new MemoryRenderer();
    moveOn(old, id, A);
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
    new Redrive(platform.stores, platform.queue, platform.context)
        .redrive(id, failed.job().version());
    platform.settle();
    assertShows(id, "square", LATER, Optional.empty());
  }

  @Test
  void aRejectedOriginalIsNotTriedAgainForAnotherPoint() throws Exception {
    platform.renderer =
        new MemoryRenderer(
            _ -> Optional.of(new Rendering.Rejected(Rejection.CORRUPT, "a broken header")));
    ImageId id = ready(SQUARE);
    assertThat(shown(id, "square")).isEmpty();
    assertThat(done(move(id, A)).sets()).isEmpty();
    assertThat(versionCount(id)).isEqualTo(1);
    assertThat(platform.queue.bodies()).isEmpty();
  }

  @Test
  void aVersionThatFailedWithoutAVerdictDoesNotHinderANewOne() throws Exception {
    ImageId id = ready(OTHER);
    failedSquare(id);
    platform.renderer = new MemoryRenderer();
    assertThat(queued(move(id, A))).containsExactly("square");
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }

  private VersionRecord failedSquare(ImageId id) throws InterruptedException {
    platform.renderer =
        new MemoryRenderer(_ ->
            Optional.of(new Rendering.Died(Step.DECODE, Rejection.DECODER_CRASHED, "signal 11")));
    reprocess(id, SQUARE);
    platform.settle();
    VersionRecord failed =
        platform.jobs.versions(id).stream()
            .filter(version -> version.state() instanceof Failed)
            .findFirst()
            .orElseThrow();
    assertThat(failed.state().isRejected()).isFalse();
    return failed;
  }

  @Test
  void aWantedVersionThatFailedIsNamedAndShownAfterARedrive() throws Exception {
    ImageId id = ready(OTHER);
    VersionRecord failed = failedSquare(id);
    platform.renderer = new MemoryRenderer();
    move(id, A);
    platform.settle();
    Moved back =
        move(platform.stores, id, Optional.empty(), Optional.empty()).found().orElseThrow();
    assertThat(states(back)).isEqualTo(Map.of("square", "failed"));
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
    new Redrive(platform.stores, platform.queue, platform.context)
        .redrive(id, failed.job().version());
    platform.settle();
    move(platform.stores, id, Optional.empty(), Optional.empty());
    assertShows(id, "square", Platform.BYTES, Optional.empty());
  }

  @Test
  void anExpiredVersionWhoseOriginalIsStoredIsQueued() throws Exception {
    VersionRecord first = started(SQUARE);
    ImageId id = first.job().imageId();
    platform.settle();
    assertThat(platform.stored(first).state()).isInstanceOf(Expired.class);
    arrive(first, Platform.BYTES);
    Moved none =
        move(platform.stores, id, Optional.empty(), Optional.empty()).found().orElseThrow();
    assertThat(queued(none)).containsExactly("square");
    assertThat(queued(move(id, A))).containsExactly("square");
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
  }

  @Test
  void aNewReleaseMakesOnlyWhatMoves() throws Exception {
    ImageId id = ready(SQUARE);
    move(id, A);
    platform.settle();
    platform.revision = RenderRevision.parse("2-test");
    assertThat(queued(move(id, A))).isEmpty();
    assertThat(queued(move(id, B))).containsExactly("square");
    platform.settle();
    assertThat(shown(id, "square").orElseThrow().job().renderRevision())
        .isEqualTo(platform.revision);
  }

  @Test
  void aVersionOfAnOlderReleaseThatIsReplacedKeepsItsPoint() throws Exception {
    ImageId id = ready(SQUARE);
    move(id, A);
    platform.revision = RenderRevision.parse("2-test");
    platform.settle();
    assertShows(id, "square", Platform.BYTES, Optional.of(A));
    assertThat(shown(id, "square").orElseThrow().job().renderRevision())
        .isEqualTo(platform.revision);
  }

  @Test
  void anErasedImageIsGoneAndItsPointsTooAndOthersAreUnknown() throws Exception {
    ImageId id = ready(SQUARE);
    move(id, A);
    assertThat(move(platform.stores, id, Optional.of(B), Optional.of(NONE)))
        .isEqualTo(new Lookup.Unknown<>());
    new Erase(platform.jobs, platform.context).erase(id);
    assertThat(image(id).points()).isEqualTo(ImageRecord.FocalPoints.NONE);
    assertThat(move(platform.stores, id, Optional.of(B), Optional.empty()))
        .isEqualTo(new Lookup.Gone<>());
    platform.settle();
    assertThat(platform.variants.keys()).isEmpty();
    ImageId nobody = new ImageId("01JD2Z6K7M8N9PQRSTVW000001");
    assertThat(move(platform.stores, nobody, Optional.of(B), Optional.empty()))
        .isEqualTo(new Lookup.Unknown<>());
  }

  @Test
  void aVersionThatCannotBeReadIsNamedAndNothingIsWritten() throws Exception {
    ImageId id = ready(OTHER, SQUARE);
    ImageRecord before = image(id);
    platform.jobs.alter(
        Kind.VERSION,
        id + "/" + shownVersion(id, "square"),
        text -> text.replace("\"v\":1", "\"v\":9"));
    assertThatThrownBy(() -> move(id, A)).isInstanceOf(UnreadableRecord.class);
    assertThat(image(id)).isEqualTo(before);
  }

  private ImageId withSets(int count) throws InterruptedException {
    List<Recipe> recipes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      recipes.add(SimulatedRecipes.recipe("set-" + i, List.of(SimulatedRecipes.square(i + 1))));
    }
    return ready(recipes.getFirst(), recipes.subList(1, count).toArray(Recipe[]::new));
  }

  @Test
  void asManySetsAsOneChangeCanWriteMoveTogether() throws Exception {
    int most = Change.MOST_WRITES - 1;
    ImageId id = withSets(most);
    assertThat(queued(move(id, A))).hasSize(most);
    assertThat(image(id).versions()).isEqualTo(2L * most);
  }

  @Test
  void moreSetsAreRefusedAndNothingIsWritten() throws Exception {
    int many = Change.MOST_WRITES;
    ImageId id = withSets(many);
    ImageRecord before = image(id);
    assertThat(move(id, A)).isEqualTo(new Moved.TooMany(many, many - 1));
    assertThat(image(id)).isEqualTo(before);
    assertThat(versionCount(id)).isEqualTo(many);
  }
}
