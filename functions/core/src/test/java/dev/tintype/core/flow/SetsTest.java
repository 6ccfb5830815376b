package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Version;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Reprocess.Reprocessed;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyJobStore;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.ImageSet;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several sets of one image: what reprocessing decides, and which version each set shows.
final class SetsTest {

  private static final RenderRevision NEXT = RenderRevision.parse("2-test");

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
  }

  private ImageId ready() throws InterruptedException {
    VersionRecord record = platform.uploaded();
    platform.settle();
    return record.job().imageId();
  }

  private Reprocessed reprocess(ImageId id, Recipe recipe, boolean asDefault) {
    return reprocess(platform.stores, id, recipe, asDefault);
  }

  private Reprocessed reprocess(Stores stores, ImageId id, Recipe recipe, boolean asDefault) {
    return new Reprocess(
            stores, platform.queue, () -> platform.recipes, platform.revision, platform.context)
        .reprocess(id, Optional.of(recipe), asDefault)
        .found()
        .orElseThrow();
  }

  private static VersionRecord version(Reprocessed reprocessed) {
    return switch (reprocessed) {
      case Reprocessed.Queued(VersionRecord record) -> record;
      case Reprocessed.Exists(VersionRecord record) -> record;
      case Reprocessed.NoOriginal _ -> throw new AssertionError("no original");
      case Reprocessed.CleaningUp _ -> throw new AssertionError("cleaning up");
    };
  }

  private static Version name(Reprocessed reprocessed) {
    return version(reprocessed).job().version();
  }

  private ImageRecord image(ImageId id) {
    return platform.jobs.image(id).orElseThrow();
  }

  private Optional<Version> shown(ImageId id, String set) {
    return image(id)
        .sets()
        .flatMap(sets -> sets.named(set))
        .flatMap(ImageSet::current)
        .map(Current::version);
  }

  private Optional<Version> shown(ImageId id) {
    return image(id).current().map(Current::version);
  }

  @Test
  void twoSetsAreMadeAtOnceAndEachShowsItsOwnVersion() throws Exception {
    VersionRecord first = platform.uploaded();
    ImageId id = first.job().imageId();
    Version second = name(reprocess(id, SimulatedRecipes.PLAIN, false));
    platform.settle();
    assertThat(shown(id)).contains(first.job().version());
    assertThat(shown(id, "other")).contains(first.job().version());
    assertThat(shown(id, "plain")).contains(second);
    assertThat(platform.toldTypes()).containsExactly("image.ready", "image.ready");
    assertThat(platform.told)
        .extracting(outcome -> Platform.field(outcome, "recipe"))
        .containsExactlyInAnyOrder("other", "plain");
  }

  @Test
  void decidingAgainForAReadyVersionShowsItAtOnce() throws Exception {
    ImageId id = ready();
    Version a = shown(id).orElseThrow();
    platform.revision = NEXT;
    Version b = name(reprocess(id, Platform.RECIPE, false));
    platform.settle();
    assertThat(shown(id)).contains(b);
    platform.revision = Platform.REVISION;
    Reprocessed again = reprocess(id, Platform.RECIPE, false);
    assertThat(again).isEqualTo(new Reprocessed.Exists(platform.stored(version(again))));
    assertThat(name(again)).isEqualTo(a);
    assertThat(image(id).current()).contains(new Current(a, 3));
    assertThat(platform.toldTypes()).containsExactly("image.ready", "image.ready");
    ImageRecord decided = image(id);
    reprocess(id, Platform.RECIPE, false);
    assertThat(image(id)).as("a repeated request").isEqualTo(decided);
  }

  @Test
  void aLateFinishAfterAReturnDoesNotMoveTheSet() throws Exception {
    ImageId id = ready();
    Version a = shown(id).orElseThrow();
    VersionRecord b = version(reprocess(id, SimulatedRecipes.CHANGED, false));
    reprocess(id, Platform.RECIPE, false);
    assertThat(image(id).current()).contains(new Current(a, 3));
    platform.settle();
    assertThat(platform.stored(b).state()).isInstanceOf(Ready.class);
    assertThat(image(id).current()).contains(new Current(a, 3));
    assertThat(image(id).sets()).as("one set").isEmpty();
  }

  @Test
  void theDefaultSetIsReplacedOnlyByRequestAndOnlyByAReadySet() throws Exception {
    ImageId id = ready();
    Version a = shown(id).orElseThrow();
    Version b = name(reprocess(id, SimulatedRecipes.PLAIN, true));
    assertThat(shown(id)).contains(a);
    assertThat(image(id).latest()).contains(b);
    platform.settle();
    assertThat(shown(id)).contains(b);
    assertThat(shown(id, "other")).contains(a);
    reprocess(id, Platform.RECIPE, true);
    assertThat(shown(id)).contains(a);
  }

  @Test
  void aFailedReplacementLeavesTheDefaultSetUntilItIsRedriven() throws Exception {
    ImageId id = ready();
    Version a = shown(id).orElseThrow();
    platform.renderer =
        new MemoryRenderer(_ ->
            Optional.of(new Rendering.Died(Step.DECODE, Rejection.DECODER_CRASHED, "signal 11")));
    VersionRecord b = version(reprocess(id, SimulatedRecipes.PLAIN, true));
    platform.settle();
    assertThat(platform.stored(b).state()).isInstanceOf(Failed.class);
    assertThat(shown(id)).contains(a);
    ImageRecord failed = image(id);
    assertThat(reprocess(id, SimulatedRecipes.PLAIN, true)).isInstanceOf(Reprocessed.Exists.class);
    assertThat(image(id)).as("a version that failed takes no decision").isEqualTo(failed);
    platform.renderer = new MemoryRenderer();
    new Redrive(platform.stores, platform.queue, platform.context).redrive(id, b.job().version());
    platform.settle();
    assertThat(shown(id)).contains(b.job().version());
  }

  @Test
  void aRequestWithoutARecipeFollowsTheSetThatIsToBecomeTheDefault() throws Exception {
    ImageId id = ready();
    Version b = name(reprocess(id, SimulatedRecipes.PLAIN, true));
    Reprocess reprocess =
        new Reprocess(
            platform.stores,
            platform.queue,
            () -> platform.recipes,
            platform.revision,
            platform.context);
    assertThat(name(reprocess.reprocess(id, Optional.empty()).found().orElseThrow())).isEqualTo(b);
    platform.settle();
    assertThat(shown(id)).contains(b);
  }

  @Test
  void recipesOfTheSameContentRenderOnce() throws Exception {
    ImageId id = ready();
    Version a = shown(id).orElseThrow();
    assertThat(reprocess(id, SimulatedRecipes.TWIN, false)).isInstanceOf(Reprocessed.Exists.class);
    assertThat(shown(id, "twin")).contains(a);
    assertThat(platform.jobs.versions(id)).hasSize(1);
  }

  @Test
  void anExpiredVersionWhoseOriginalIsStoredIsQueued() throws Exception {
    VersionRecord first = platform.started();
    platform.settle();
    assertThat(platform.stored(first).state()).isInstanceOf(Expired.class);
    platform.originals.put(first.job().originalKey(), Platform.BYTES);
    ImageId id = first.job().imageId();
    assertThat(reprocess(id, Platform.RECIPE, false)).isInstanceOf(Reprocessed.Queued.class);
    platform.settle();
    assertThat(shown(id)).contains(first.job().version());
  }

  @Test
  void erasureDeletesTheFilesOfEverySet() throws Exception {
    ImageId id = ready();
    reprocess(id, SimulatedRecipes.PLAIN, false);
    platform.settle();
    assertThat(platform.variants.keys()).hasSize(5);
    new Erase(platform.jobs, platform.context).erase(id);
    assertThat(image(id).sets()).isEmpty();
    platform.settle();
    assertThat(platform.variants.keys()).isEmpty();
    assertThat(platform.originals.keys()).isEmpty();
    assertThat(platform.jobs.versions(id)).isEmpty();
  }

  /// A queue of actions, each taken once before a commit.
  private record Before(ArrayDeque<Runnable> actions) implements Faults {
    @Override
    public void before(String what, String key) {
      if (what.equals("commit") && !actions.isEmpty()) {
        actions.remove().run();
      }
    }

    @Override
    public void after(String what, String key) {}
  }

  private Stores storesWith(Runnable beforeTheCommit) {
    ArrayDeque<Runnable> actions = new ArrayDeque<>();
    actions.add(beforeTheCommit);
    return new Stores(
        new FlakyJobStore(platform.jobs, new Before(actions)),
        platform.originals,
        platform.variants);
  }

  @Test
  void twoDecisionsThatRaceAreBothTaken() throws Exception {
    ImageId id = ready();
    Version a = shown(id).orElseThrow();
    Stores racing = storesWith(() -> reprocess(id, SimulatedRecipes.PLAIN, false));
    reprocess(racing, id, SimulatedRecipes.TWIN, false);
    assertThat(image(id).versions()).isEqualTo(3);
    assertThat(image(id).sets().orElseThrow().byName().keySet())
        .containsExactly("other", "plain", "twin");
    assertThat(image(id).sets().orElseThrow().named("twin").orElseThrow().current())
        .contains(new Current(a, 3));
  }

  @Test
  void aDecisionThatRacesWithTheFinishOfItsVersionIsShown() throws Exception {
    VersionRecord first = platform.uploaded();
    ImageId id = first.job().imageId();
    Stores racing =
        storesWith(() -> {
          try {
            platform.process(first);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    reprocess(racing, id, SimulatedRecipes.TWIN, false);
    assertThat(shown(id, "twin")).contains(first.job().version());
    assertThat(shown(id, "other")).contains(first.job().version());
  }
}
