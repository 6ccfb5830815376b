package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Recipe;
import dev.tintype.core.Version;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Reprocess.Reprocessed;
import dev.tintype.core.flow.reprocess.Retire;
import dev.tintype.core.flow.reprocess.Retire.Retired;
import dev.tintype.core.flow.reprocess.Retire.Why;
import dev.tintype.core.flow.reprocess.Rollback;
import dev.tintype.core.flow.reprocess.Rollback.RolledBack;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.upload.Started;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyJobStore;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deleting the files of versions that no set needs.
final class RetireTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
  }

  /// @return the first version of an image that shows another one
  private static VersionRecord replaced(Platform platform) throws InterruptedException {
    VersionRecord a = platform.uploaded();
    platform.settle();
    reprocess(platform, a.job().imageId(), SimulatedRecipes.CHANGED);
    platform.settle();
    return a;
  }

  private static Reprocessed reprocess(Platform platform, ImageId id, Recipe recipe) {
    return new Reprocess(
            platform.stores,
            platform.queue,
            () -> platform.recipes,
            platform.revision,
            platform.context)
        .reprocess(id, Optional.of(recipe))
        .found()
        .orElseThrow();
  }

  private Retired retire(VersionRecord version) {
    return new Retire(platform.stores.jobs(), platform.context)
        .retire(version.job().imageId(), version.job().version())
        .found()
        .orElseThrow();
  }

  private static List<String> files(Platform platform, VersionRecord version) {
    String folder = Keys.version(version.job().imageId(), version.job().version());
    return platform.variants.keys().stream().filter(key -> key.startsWith(folder)).toList();
  }

  private Version shown(ImageId id) {
    return platform.jobs.image(id).orElseThrow().current().orElseThrow().version();
  }

  @Test
  void aRetiredVersionLosesItsFilesAndTheOthersKeepTheirs() throws Exception {
    VersionRecord a = replaced(platform);
    ImageId id = a.job().imageId();
    int all = platform.variants.keys().size();
    int own = files(platform, a).size();
    assertThat(retire(a)).isEqualTo(new Retired.Done(platform.stored(a)));
    assertThat(platform.stored(a).state()).isInstanceOf(VersionState.Retired.class);
    assertThat(files(platform, a)).as("not yet").hasSize(own);
    platform.settle();
    assertThat(files(platform, a)).isEmpty();
    assertThat(platform.variants.keys()).hasSize(all - own);
    assertThat(platform.stored(a).state()).isEqualTo(new Expired(true));
    assertThat(platform.stored(a).dueAt()).isEmpty();
    assertThat(platform.originals.keys()).hasSize(1);
    assertThat(retire(a)).as("again").isEqualTo(new Retired.Done(platform.stored(a)));
    assertThat(shown(id)).isNotEqualTo(a.job().version());
  }

  @Test
  void filesAreDeletedOnlyWhenNoWriteCanBeUnderWay() throws Exception {
    VersionRecord a = platform.uploaded();
    platform.process(a);
    VersionRecord b =
        ((Reprocessed.Queued) reprocess(platform, a.job().imageId(), SimulatedRecipes.CHANGED))
            .record();
    platform.process(b);
    retire(a);
    platform.sweep();
    assertThat(files(platform, a)).isNotEmpty();
    platform.clock.advance(Duration.ofMinutes(7));
    platform.sweep();
    assertThat(files(platform, a)).isEmpty();
    assertThat(platform.stored(a).state()).isInstanceOf(VersionState.Retired.class);
    platform.clock.advance(Duration.ofMinutes(3));
    platform.sweep();
    assertThat(platform.stored(a).state()).isInstanceOf(Expired.class);
  }

  @Test
  void whatASetShowsOrDecidedLastStays() throws Exception {
    VersionRecord a = platform.uploaded();
    ImageId id = a.job().imageId();
    assertThat(retire(a)).isEqualTo(new Retired.InUse(new Why.Decided("other")));
    platform.settle();
    assertThat(retire(a)).isEqualTo(new Retired.InUse(new Why.Shown("other")));
    reprocess(platform, id, SimulatedRecipes.TWIN);
    VersionRecord b =
        ((Reprocessed.Queued) reprocess(platform, id, SimulatedRecipes.CHANGED)).record();
    assertThat(retire(b)).isEqualTo(new Retired.InUse(new Why.Decided("other")));
    platform.settle();
    assertThat(retire(a)).isEqualTo(new Retired.InUse(new Why.Shown("twin")));
    assertThat(
            new Retire(platform.jobs, platform.context).retire(id, new Version("0123456789abcdef")))
        .isEqualTo(new Lookup.Unknown<Retired>());
  }

  @Test
  void aVersionInWorkThatNobodyWantsIsNotRetired() throws Exception {
    VersionRecord a = platform.uploaded();
    ImageId id = a.job().imageId();
    platform.settle();
    VersionRecord b =
        ((Reprocessed.Queued) reprocess(platform, id, SimulatedRecipes.CHANGED)).record();
    reprocess(platform, id, SimulatedRecipes.OTHER);
    assertThat(retire(b)).isEqualTo(new Retired.InUse(new Why.NotReady(b.state())));
  }

  @Test
  void aRetiredVersionIsMadeAgainOnRequestButNotWhileItsFilesAreDeleted() throws Exception {
    VersionRecord a = replaced(platform);
    ImageId id = a.job().imageId();
    retire(a);
    assertThat(reprocess(platform, id, SimulatedRecipes.OTHER))
        .isEqualTo(new Reprocessed.CleaningUp());
    assertThat(upload(a)).isEqualTo(new Started.CleaningUp());
    assertThat(rollback(id)).isEqualTo(new RolledBack.NothingEarlier());
    platform.settle();
    assertThat(reprocess(platform, id, SimulatedRecipes.OTHER))
        .isInstanceOf(Reprocessed.Queued.class);
    platform.settle();
    assertThat(shown(id)).isEqualTo(a.job().version());
    assertThat(files(platform, a)).hasSize(3);
    assertThat(platform.toldTypes()).hasSize(3);
    assertThat(platform.told.stream().map(outcome -> outcome.id()).distinct()).hasSize(3);
  }

  private Started upload(VersionRecord a) {
    return platform
        .startUpload()
        .newVersion(
            a.job().imageId(),
            new Wish(Platform.original(Platform.BYTES), SimulatedRecipes.OTHER),
            Optional.empty())
        .found()
        .orElseThrow();
  }

  private RolledBack rollback(ImageId id) {
    return new Rollback(platform.jobs, platform.context)
        .rollback(id, RollbackTest.BEFORE)
        .found()
        .orElseThrow();
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
  void aDecisionThatComesFirstKeepsTheVersion() throws Exception {
    VersionRecord a = replaced(platform);
    ArrayDeque<Runnable> actions = new ArrayDeque<>();
    actions.add(() -> rollback(a.job().imageId()));
    Retired retired =
        new Retire(new FlakyJobStore(platform.jobs, new Before(actions)), platform.context)
            .retire(a.job().imageId(), a.job().version())
            .found()
            .orElseThrow();
    assertThat(retired).isEqualTo(new Retired.InUse(new Why.Shown("other")));
    assertThat(platform.stored(a).state()).isInstanceOf(Ready.class);
  }

  @Test
  void aRetirementThatComesFirstLeavesNothingToGoBackTo() throws Exception {
    VersionRecord a = replaced(platform);
    ArrayDeque<Runnable> actions = new ArrayDeque<>();
    actions.add(() -> retire(a));
    RolledBack rolledBack =
        new Rollback(new FlakyJobStore(platform.jobs, new Before(actions)), platform.context)
            .rollback(a.job().imageId(), RollbackTest.BEFORE)
            .found()
            .orElseThrow();
    assertThat(rolledBack).isEqualTo(new RolledBack.NothingEarlier());
  }

  @Test
  void anErasureDuringARetirementLeavesNothing() throws Exception {
    VersionRecord a = replaced(platform);
    retire(a);
    new Erase(platform.jobs, platform.context).erase(a.job().imageId());
    platform.settle();
    assertThat(platform.variants.keys()).isEmpty();
    assertThat(platform.originals.keys()).isEmpty();
    assertThat(platform.jobs.versions(a.job().imageId())).isEmpty();
  }

  @Test
  void aVersionIsRetiredWholeWhereverTheProcessDies() throws Exception {
    int steps = 0;
    for (int at = 0; at < 100; at++) {
      try (FileSystem files = Jimfs.newFileSystem(Configuration.unix())) {
        Platform other = new Platform(files.getPath("/work"));
        VersionRecord a = replaced(other);
        Retire retire = new Retire(other.stores.jobs(), other.context);
        other.trap.killAfter(at);
        try {
          retire.retire(a.job().imageId(), a.job().version());
          for (int i = 0; i < 3; i++) {
            other.sweep();
            other.clock.advance(Duration.ofMinutes(3));
          }
        } catch (Killed _) {
          steps = at;
        }
        other.trap.revive();
        boolean isReady = other.stored(a).state() instanceof Ready;
        assertThat(files(other, a).size() == 3 || !isReady).as("death at %d", at).isTrue();
        retire.retire(a.job().imageId(), a.job().version());
        other.settle();
        assertThat(files(other, a)).as("death at %d", at).isEmpty();
        assertThat(other.stored(a).state()).isInstanceOf(Expired.class);
      }
    }
    assertThat(steps).as("the last step a process died at").isGreaterThan(8);
  }
}
