package dev.tintype.core.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Focus;
import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Recipe;
import dev.tintype.core.Version;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.focus.MoveFocus;
import dev.tintype.core.flow.focus.MoveFocus.Moved;
import dev.tintype.core.flow.focus.MoveFocus.OfSet;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Reprocess.Reprocessed;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyJobStore;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Current;
import dev.tintype.core.state.ImageSet;
import dev.tintype.core.state.VersionRecord;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// An image with sets whose focal point moves.
abstract class FocusCase {

  static final Focus A = new Focus(1000, 2000);
  static final Focus B = new Focus(9000, 8000);
  static final byte[] LATER = "a later original".getBytes(UTF_8);

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
  }

  /// @return a new image that awaits its original
  VersionRecord started(Recipe recipe) {
    Wish wish = new Wish(Platform.original(Platform.BYTES), recipe);
    return Platform.accepted(
            platform.startUpload().newImage(wish, Optional.empty(), Optional.empty()))
        .record();
  }

  /// @return an image whose sets are ready; the first is the default set
  ImageId ready(Recipe first, Recipe... others) throws InterruptedException {
    VersionRecord record = started(first);
    ImageId id = record.job().imageId();
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
    platform.settle();
    for (Recipe other : others) {
      reprocess(id, other);
    }
    platform.settle();
    return id;
  }

  Reprocessed reprocess(ImageId id, Recipe recipe) {
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

  /// @return the version that awaits another original
  VersionRecord newOriginal(ImageId id, Recipe recipe, byte[] bytes) {
    Original original = Platform.original(bytes);
    return Platform.accepted(
            platform.startUpload().newVersion(id, new Wish(original, recipe), Optional.empty()))
        .record();
  }

  void arrive(VersionRecord record, byte[] bytes) {
    platform.originals.put(record.job().originalKey(), bytes);
  }

  Tried<Moved> move(Stores stores, ImageId id, Optional<Focus> point, Optional<Version> seenOn) {
    return new MoveFocus(stores, platform.queue, platform.revision, platform.context)
        .move(id, new MoveFocus.Wish(point, seenOn));
  }

  Moved move(ImageId id, Focus point) {
    return move(platform.stores, id, Optional.of(point), Optional.empty()).found().orElseThrow();
  }

  Moved moveOn(Version seenOn, ImageId id, Focus point) {
    return move(platform.stores, id, Optional.of(point), Optional.of(seenOn)).found().orElseThrow();
  }

  static Moved.Done done(Moved moved) {
    return (Moved.Done) moved;
  }

  static Map<String, String> states(Moved moved) {
    return done(moved).sets().stream()
        .collect(Collectors.toMap(OfSet::set, set -> set.version().state().code()));
  }

  static List<String> queued(Moved moved) {
    return done(moved).sets().stream().filter(OfSet::isQueued).map(OfSet::set).toList();
  }

  ImageRecord image(ImageId id) {
    return platform.jobs.image(id).orElseThrow();
  }

  /// @return the version that a set shows
  Optional<VersionRecord> shown(ImageId id, String set) {
    ImageRecord named = new NamedSets(platform.jobs).of(image(id)).orElseThrow();
    return named
        .sets()
        .flatMap(sets -> sets.named(set))
        .flatMap(ImageSet::current)
        .map(Current::version)
        .flatMap(version -> platform.jobs.version(id, version));
  }

  Version shownVersion(ImageId id, String set) {
    return shown(id, set).orElseThrow().job().version();
  }

  void assertShows(ImageId id, String set, byte[] original, Optional<Focus> focus) {
    VersionRecord version = shown(id, set).orElseThrow();
    assertThat(version.job().original().sha256()).isEqualTo(Platform.original(original).sha256());
    assertThat(version.job().focus()).as(set).isEqualTo(focus);
  }

  int versionCount(ImageId id) {
    return platform.jobs.versions(id).size();
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

  /// Stores where another process acts between the reads of a request and its write.
  Stores racing(Runnable beforeTheCommit) {
    ArrayDeque<Runnable> actions = new ArrayDeque<>();
    actions.add(beforeTheCommit);
    return new Stores(
        new FlakyJobStore(platform.jobs, new Before(actions)),
        platform.originals,
        platform.variants);
  }
}
