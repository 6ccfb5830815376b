package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Recipe;
import dev.tintype.core.Rejection;
import dev.tintype.core.Version;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Reprocess.Reprocessed;
import dev.tintype.core.flow.reprocess.Rollback;
import dev.tintype.core.flow.reprocess.Rollback.RolledBack;
import dev.tintype.core.flow.reprocess.Rollback.Wish;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyJobStore;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Going back to an earlier version of a set.
final class RollbackTest {

  static final Wish BEFORE = new Wish(Optional.empty(), Optional.empty(), Optional.empty());

  /// Takes back what the changed recipe made.
  private static final Wish FROM_CHANGED =
      new Wish(
          Optional.of("other"), Optional.empty(), Optional.of(SimulatedRecipes.CHANGED.digest()));

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
  }

  private VersionRecord ready() throws InterruptedException {
    VersionRecord record = platform.uploaded();
    platform.settle();
    return record;
  }

  private Version reprocess(ImageId id, Recipe recipe) {
    Reprocessed reprocessed =
        new Reprocess(
                platform.stores,
                platform.queue,
                () -> platform.recipes,
                platform.revision,
                platform.context)
            .reprocess(id, Optional.of(recipe))
            .found()
            .orElseThrow();
    return switch (reprocessed) {
      case Reprocessed.Queued(VersionRecord record) -> record.job().version();
      case Reprocessed.Exists(VersionRecord record) -> record.job().version();
      case Reprocessed.NoOriginal _ -> throw new AssertionError("no original");
      case Reprocessed.CleaningUp _ -> throw new AssertionError("cleaning up");
    };
  }

  private RolledBack rollback(ImageId id, Wish wish) {
    return new Rollback(platform.stores.jobs(), platform.context)
        .rollback(id, wish)
        .found()
        .orElseThrow();
  }

  private static Wish to(Version version) {
    return new Wish(Optional.empty(), Optional.of(version), Optional.empty());
  }

  private ImageRecord image(ImageId id) {
    return platform.jobs.image(id).orElseThrow();
  }

  private Version shown(ImageId id) {
    return image(id).current().orElseThrow().version();
  }

  @Test
  void aSetGoesBackWithoutRenderingAndForwardAgain() throws Exception {
    VersionRecord a = ready();
    ImageId id = a.job().imageId();
    Version b = reprocess(id, SimulatedRecipes.CHANGED);
    platform.settle();
    assertThat(shown(id)).isEqualTo(b);
    assertThat(rollback(id, BEFORE)).isEqualTo(new RolledBack.Shown("other", platform.stored(a)));
    assertThat(image(id).current()).contains(new Current(a.job().version(), 3));
    assertThat(platform.receive()).as("a message").isFalse();
    assertThat(reprocess(id, SimulatedRecipes.CHANGED)).isEqualTo(b);
    assertThat(image(id).current()).contains(new Current(b, 4));
    rollback(id, BEFORE);
    assertThat(image(id).current()).contains(new Current(a.job().version(), 5));
    assertThat(platform.toldTypes()).containsExactly("image.ready", "image.ready");
  }

  @Test
  void eachRollbackGoesOneFurtherBackAndTheFirstVersionHasNoneBeforeIt() throws Exception {
    VersionRecord a = ready();
    ImageId id = a.job().imageId();
    Version b = reprocess(id, SimulatedRecipes.CHANGED);
    platform.settle();
    platform.revision = dev.tintype.core.RenderRevision.parse("2-test");
    reprocess(id, SimulatedRecipes.CHANGED);
    platform.settle();
    rollback(id, BEFORE);
    assertThat(shown(id)).isEqualTo(b);
    rollback(id, BEFORE);
    assertThat(shown(id)).isEqualTo(a.job().version());
    ImageRecord first = image(id);
    assertThat(rollback(id, BEFORE)).isEqualTo(new RolledBack.NothingEarlier());
    assertThat(image(id)).isEqualTo(first);
  }

  @Test
  void fromARecipeItGoesBackOnceOverEveryRevisionOfIt() throws Exception {
    VersionRecord a = ready();
    ImageId id = a.job().imageId();
    reprocess(id, SimulatedRecipes.CHANGED);
    platform.settle();
    platform.revision = dev.tintype.core.RenderRevision.parse("2-test");
    reprocess(id, SimulatedRecipes.CHANGED);
    platform.settle();
    assertThat(rollback(id, FROM_CHANGED)).isInstanceOf(RolledBack.Shown.class);
    assertThat(shown(id)).isEqualTo(a.job().version());
    ImageRecord back = image(id);
    assertThat(rollback(id, FROM_CHANGED))
        .isEqualTo(new RolledBack.Unchanged("other", platform.stored(a)));
    assertThat(image(id)).isEqualTo(back);
  }

  @Test
  void aVersionThatIsNotReadyYetIsTakenBackAndItsLateFinishIsNotShown() throws Exception {
    VersionRecord a = ready();
    ImageId id = a.job().imageId();
    Version b = reprocess(id, SimulatedRecipes.CHANGED);
    assertThat(rollback(id, FROM_CHANGED)).isInstanceOf(RolledBack.Shown.class);
    assertThat(image(id).latest()).contains(a.job().version());
    platform.settle();
    assertThat(platform.jobs.version(id, b).orElseThrow().state()).isInstanceOf(Ready.class);
    assertThat(image(id).current()).contains(new Current(a.job().version(), 3));
  }

  @Test
  void aFailedVersionIsTakenBackAndARedriveOfItIsNotShown() throws Exception {
    VersionRecord a = ready();
    ImageId id = a.job().imageId();
    platform.renderer =
        new MemoryRenderer(_ ->
            Optional.of(new Rendering.Died(Step.DECODE, Rejection.DECODER_CRASHED, "signal 11")));
    Version b = reprocess(id, SimulatedRecipes.CHANGED);
    platform.settle();
    assertThat(platform.jobs.version(id, b).orElseThrow().state()).isInstanceOf(Failed.class);
    rollback(id, FROM_CHANGED);
    assertThat(image(id).latest()).contains(a.job().version());
    platform.renderer = new MemoryRenderer();
    new Redrive(platform.stores, platform.queue, platform.context).redrive(id, b);
    platform.settle();
    assertThat(shown(id)).isEqualTo(a.job().version());
  }

  @Test
  void aNewUploadIsNotTakenBackByARollbackOfItsRecipe() throws Exception {
    VersionRecord a = ready();
    ImageId id = a.job().imageId();
    reprocess(id, SimulatedRecipes.CHANGED);
    platform.settle();
    byte[] bytes = "a later original".getBytes(StandardCharsets.UTF_8);
    VersionRecord later =
        Platform.accepted(
                platform
                    .startUpload()
                    .newVersion(
                        id,
                        new dev.tintype.core.flow.upload.StartUpload.Wish(
                            Platform.original(bytes), SimulatedRecipes.CHANGED),
                        Optional.empty()))
            .record();
    assertThat(rollback(id, FROM_CHANGED)).isEqualTo(new RolledBack.NothingEarlier());
    platform.originals.put(later.job().originalKey(), bytes);
    new OriginalArrived(platform.stores, platform.queue, platform.context)
        .arrived(later.job().originalKey());
    platform.settle();
    assertThat(shown(id)).isEqualTo(later.job().version());
    assertThat(rollback(id, FROM_CHANGED)).isEqualTo(new RolledBack.NothingEarlier());
    assertThat(rollback(id, to(a.job().version()))).isInstanceOf(RolledBack.Shown.class);
    assertThat(shown(id)).isEqualTo(a.job().version());
  }

  @Test
  void anUploadThatExpiredDoesNotHinderARollback() throws Exception {
    VersionRecord a = ready();
    ImageId id = a.job().imageId();
    reprocess(id, SimulatedRecipes.CHANGED);
    platform.settle();
    platform
        .startUpload()
        .newVersion(
            id,
            new dev.tintype.core.flow.upload.StartUpload.Wish(
                Platform.original("never".getBytes(StandardCharsets.UTF_8)),
                SimulatedRecipes.CHANGED),
            Optional.empty());
    platform.settle();
    rollback(id, FROM_CHANGED);
    assertThat(shown(id)).isEqualTo(a.job().version());
  }

  @Test
  void onlyTheNamedSetGoesBack() throws Exception {
    VersionRecord a = ready();
    ImageId id = a.job().imageId();
    Version b = reprocess(id, SimulatedRecipes.CHANGED);
    reprocess(id, SimulatedRecipes.PLAIN);
    platform.settle();
    Wish plain = new Wish(Optional.of("plain"), Optional.empty(), Optional.empty());
    assertThat(rollback(id, plain)).isEqualTo(new RolledBack.NothingEarlier());
    assertThat(shown(id)).isEqualTo(b);
    rollback(id, BEFORE);
    assertThat(shown(id)).isEqualTo(a.job().version());
    assertThat(rollback(id, new Wish(Optional.of("x"), Optional.empty(), Optional.empty())))
        .isInstanceOf(RolledBack.NoSuchSet.class);
  }

  @Test
  void onlyAReadyVersionOfTheSetIsShown() throws Exception {
    VersionRecord a = ready();
    ImageId id = a.job().imageId();
    Version queued = reprocess(id, SimulatedRecipes.CHANGED);
    ImageRecord before = image(id);
    assertThat(rollback(id, to(queued))).isInstanceOf(RolledBack.NotReady.class);
    platform.settle();
    before = image(id);
    Wish twin = new Wish(Optional.of("plain"), Optional.of(a.job().version()), Optional.empty());
    assertThat(rollback(id, twin)).isInstanceOf(RolledBack.NoSuchSet.class);
    assertThat(rollback(id, to(queued))).isInstanceOf(RolledBack.Unchanged.class);
    assertThat(
            new Rollback(platform.jobs, platform.context)
                .rollback(id, to(new Version("0123456789abcdef"))))
        .isEqualTo(new Lookup.Unknown<RolledBack>());
    assertThat(image(id)).isEqualTo(before);
  }

  @Test
  void anErasedImageIsGone() throws Exception {
    VersionRecord a = ready();
    ImageId id = a.job().imageId();
    reprocess(id, SimulatedRecipes.CHANGED);
    platform.settle();
    new Erase(platform.jobs, platform.context).erase(id);
    Rollback rollback = new Rollback(platform.jobs, platform.context);
    assertThat(rollback.rollback(id, BEFORE)).isEqualTo(new Lookup.Gone<RolledBack>());
    platform.settle();
    assertThat(rollback.rollback(id, BEFORE)).isEqualTo(new Lookup.Gone<RolledBack>());
    assertThat(rollback.rollback(new ImageId("01JD3Q8Z4N5V6W7X8Y9ZABCDEF"), BEFORE))
        .isEqualTo(new Lookup.Unknown<RolledBack>());
  }

  /// Takes an action before the first commit.
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

  @Test
  void aFinishThatComesFirstIsStillTakenBack() throws Exception {
    VersionRecord a = ready();
    ImageId id = a.job().imageId();
    Version b = reprocess(id, SimulatedRecipes.CHANGED);
    ArrayDeque<Runnable> actions = new ArrayDeque<>();
    actions.add(() -> {
      try {
        platform.process(platform.jobs.version(id, b).orElseThrow());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    new Rollback(new FlakyJobStore(platform.jobs, new Before(actions)), platform.context)
        .rollback(id, FROM_CHANGED);
    assertThat(platform.jobs.version(id, b).orElseThrow().state()).isInstanceOf(Ready.class);
    assertThat(image(id).current()).contains(new Current(a.job().version(), 3));
  }
}
