package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Size;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Reprocess.Reprocessed;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.ForwardingJobStore;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Reuse;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Ready;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a new version takes over from earlier versions of its image.
final class ReuseTest {

  private static final Recipe WIDER =
      new Recipe(
          "other",
          Size.widths(16, 32, 64),
          SimulatedRecipes.OTHER.formats(),
          "#ffffff",
          /* animation= */ true);

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;
  private final ReusingRenderer renderer = new ReusingRenderer();

  @BeforeEach
  void build() {
    platform = new Platform(folder);
    platform.renderer = renderer;
  }

  private ImageJob ready() throws InterruptedException {
    VersionRecord record = platform.uploaded();
    platform.settle();
    return record.job();
  }

  private VersionRecord reprocess(ImageId id, Recipe recipe) {
    Reprocessed reprocessed =
        new Reprocess(
                platform.stores,
                platform.queue,
                () -> platform.recipes,
                platform.revision,
                platform.context)
            .reprocess(id, Optional.of(recipe), false)
            .found()
            .orElseThrow();
    return ((Reprocessed.Queued) reprocessed).record();
  }

  private static String key(ImageJob job, String name) {
    return Keys.version(job.imageId(), job.version()) + name;
  }

  private byte[] stored(String key) throws Exception {
    try (InputStream in = platform.variants.open(key, Optional.empty()).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  private void replace(String key, String text) {
    platform.variants.delete(key);
    platform.variants.put(key, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private void assertComplete(ImageJob job) throws Exception {
    Manifest full = ReusingRenderer.manifest(job);
    VersionRecord record = platform.jobs.version(job.imageId(), job.version()).orElseThrow();
    assertThat(record.state()).isEqualTo(new Ready(full));
    assertThat(stored(key(job, "manifest.json"))).isEqualTo(ManifestJson.bytes(full));
    for (Manifest.Variant variant : full.variants()) {
      String name = Keys.variantName(variant.size(), variant.format());
      assertThat(stored(key(job, name))).isEqualTo(ReusingRenderer.bytes(name));
    }
  }

  @Test
  void aNewVersionCopiesWhatAnEarlierOneHas() throws Exception {
    ImageJob first = ready();
    ImageJob wider = reprocess(first.imageId(), WIDER).job();
    platform.settle();

    assertComplete(wider);
    assertThat(renderer.made).containsExactly(List.of("16.webp", "32.webp"), List.of("64.webp"));
  }

  @Test
  void aVersionThatHasEverythingIsCopiedWhole() throws Exception {
    ImageJob first = ready();
    ImageJob fewer = reprocess(first.imageId(), SimulatedRecipes.CHANGED).job();
    platform.settle();

    assertComplete(fewer);
    assertThat(renderer.made.getLast()).isEmpty();
  }

  @Test
  void theFirstVersionReadsNoOthers() throws Exception {
    ready();
    List<String> calls = platform.trap.seen();
    assertThat(calls.subList(calls.indexOf(StepBoundary.CLAIMED), calls.size()))
        .contains(StepBoundary.FINISHED)
        .noneMatch(call -> call.startsWith("versions ") || call.startsWith("newest "));
    assertThat(renderer.made).containsExactly(List.of("16.webp", "32.webp"));
  }

  /// As with a user who tries out one recipe after another.
  private static Recipe tried(int number) {
    return new Recipe(
        "other",
        Size.widths(16, 32, 100 + number),
        SimulatedRecipes.OTHER.formats(),
        "#ffffff",
        /* animation= */ true);
  }

  @Test
  void onlyTheNewestVersionsAreReadHoweverManyThereAre() throws Exception {
    ImageJob first = ready();
    for (int number = 0; number < 40; number++) {
      reprocess(first.imageId(), tried(number));
      platform.settle();
    }
    VersionRecord wider = reprocess(first.imageId(), WIDER);
    Counting counting = new Counting(platform.jobs);
    Stores stores = new Stores(counting, platform.originals, platform.variants);
    process(stores, wider, StepBoundary.UNHEARD);

    assertComplete(wider.job());
    assertThat(renderer.made.getLast()).containsExactly("64.webp");
    assertThat(counting.asked).isEqualTo(Reuse.MOST_FORMERS + 1);
    assertThat(counting.read).isEqualTo(Reuse.MOST_FORMERS + 1);
    assertThat(counting.all).isZero();
  }

  /// Counts the versions that are read to find what may be copied.
  private static final class Counting extends ForwardingJobStore {
    private int asked;
    private int read;
    private int all;

    Counting(JobStore inner) {
      super(inner);
    }

    @Override
    public List<VersionRecord> newest(ImageId id, int limit, Consumer<Unreadable> skipped) {
      List<VersionRecord> newest = super.newest(id, limit, skipped);
      asked += limit;
      read += newest.size();
      return newest;
    }

    @Override
    public List<VersionRecord> versions(ImageId id, Consumer<Unreadable> skipped) {
      all++;
      return super.versions(id, skipped);
    }
  }

  @Test
  void aVersionOfAnotherRevisionIsNotCopied() throws Exception {
    ImageJob first = ready();
    platform.revision = RenderRevision.parse("2-test");
    ImageJob wider = reprocess(first.imageId(), WIDER).job();
    platform.settle();

    assertComplete(wider);
    assertThat(renderer.made.getLast()).hasSize(3);
  }

  @Test
  void ifASourceIsMissingEverythingIsMade() throws Exception {
    ImageJob first = ready();
    platform.variants.delete(key(first, "32.webp"));
    ImageJob wider = reprocess(first.imageId(), WIDER).job();
    platform.settle();

    assertComplete(wider);
    assertThat(renderer.made).hasSize(3);
    assertThat(renderer.made.getLast()).hasSize(3);
    VersionRecord record = platform.jobs.version(wider.imageId(), wider.version()).orElseThrow();
    assertThat(record.deaths()).isZero();
    assertThat(record.attempts()).isEqualTo(1);
  }

  @Test
  void ifASourceIsAlteredEverythingIsMade() throws Exception {
    ImageJob first = ready();
    replace(key(first, "32.webp"), "the variant 32.webq");
    ImageJob wider = reprocess(first.imageId(), WIDER).job();
    platform.settle();

    assertComplete(wider);
    assertThat(renderer.made.getLast()).hasSize(3);
  }

  @Test
  void ifASourceCannotBeReadEverythingIsMade() throws Exception {
    ImageJob first = ready();
    VersionRecord wider = reprocess(first.imageId(), WIDER);
    Faults unreadable =
        new Faults() {
          @Override
          public void before(String what, String key) {
            if (what.equals("open") && key.equals(key(first, "32.webp"))) {
              throw new StoreUnavailable("it is in an archive");
            }
          }

          @Override
          public void after(String what, String key) {}
        };
    Storage variants = new FlakyStorage(platform.variants, unreadable);
    process(
        new Stores(platform.stores.jobs(), platform.stores.originals(), variants),
        wider,
        StepBoundary.UNHEARD);

    assertComplete(wider.job());
    assertThat(renderer.made.getLast()).hasSize(3);
  }

  @Test
  void otherBytesUnderTheKeyOfACopyAreAConflict() throws Exception {
    ImageJob first = ready();
    VersionRecord wider = reprocess(first.imageId(), WIDER);
    platform.variants.put(key(wider.job(), "16.webp"), new byte[] {1});
    platform.process(wider);

    assertThat(platform.stored(wider).state())
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.detail()).contains("16.webp"));
    assertThat(stored(key(wider.job(), "16.webp"))).isEqualTo(new byte[] {1});
    assertThat(platform.variants.keys()).doesNotContain(key(wider.job(), "manifest.json"));
  }

  @Test
  void aStorageThatDoesNotAnswerIsAskedAgainLater() throws Exception {
    ImageJob first = ready();
    VersionRecord wider = reprocess(first.imageId(), WIDER);
    platform.trap.fail("put");
    platform.process(wider);
    assertThat(platform.stored(wider).state().isEnd()).isFalse();
    platform.trap.heal();
    platform.settle();

    assertComplete(wider.job());
  }

  @Test
  void aWorkerKilledBetweenTwoCopiesIsFollowedByAnotherOne() throws Exception {
    ImageJob first = ready();
    VersionRecord wider = reprocess(first.imageId(), WIDER);
    platform.trap.killAt(StepBoundary.PUBLISHED + "16.webp");
    assertThatThrownBy(() -> platform.process(wider)).isInstanceOf(Killed.class);
    platform.trap.revive();
    assertThat(platform.variants.keys()).contains(key(wider.job(), "16.webp"));
    assertThat(platform.variants.keys()).doesNotContain(key(wider.job(), "32.webp"));
    platform.clock.advance(Duration.ofMinutes(10));
    platform.settle();

    assertComplete(wider.job());
  }

  @Test
  void nothingOfAnImageErasedDuringTheCopiesIsLeft() throws Exception {
    ImageJob first = ready();
    VersionRecord wider = reprocess(first.imageId(), WIDER);
    process(
        platform.stores,
        wider,
        boundary -> {
          if (boundary.equals(StepBoundary.PUBLISHED + "16.webp")) {
            new Erase(platform.jobs, platform.context).erase(first.imageId());
          }
        });
    assertThat(platform.stored(wider).state()).isInstanceOf(Processing.class);
    assertThat(platform.variants.keys()).contains(key(wider.job(), "32.webp"));
    platform.settle();

    assertThat(platform.variants.keys()).isEmpty();
    assertThat(platform.originals.keys()).isEmpty();
  }

  private void process(Stores stores, VersionRecord record, StepBoundary boundary)
      throws Exception {
    FlowContext context = new FlowContext(platform.clock, platform.context.random(), boundary);
    new ProcessJob(stores, platform.queue, platform.renderTools(), context)
        .process(new Message(record.job().imageId(), record.job().version(), "test"), 1);
  }

  /// Fetching a source may take longer than the lease lasts.
  @Test
  void aCopyIsNotStoredAfterTheLeaseHasEnded() throws Exception {
    ImageJob first = ready();
    VersionRecord wider = reprocess(first.imageId(), WIDER);
    Storage slow = new TimedStorage(platform.variants, platform.clock, Duration.ofMinutes(2));
    Stores stores = new Stores(platform.stores.jobs(), platform.stores.originals(), slow);
    process(stores, wider, StepBoundary.UNHEARD);

    assertThat(platform.variants.keys()).noneMatch(key -> key.startsWith(key(wider.job(), "")));
    platform.settle();
    assertComplete(wider.job());
  }
}
