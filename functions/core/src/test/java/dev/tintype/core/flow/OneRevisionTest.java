package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Focus;
import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.reprocess.OlderFailures;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Reprocess.Reprocessed;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Superseded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A raised render revision: waiting versions continue, ready versions stay, and images that an
/// older revision rejected can be reprocessed.
final class OneRevisionTest {

  private static final RenderRevision NEXT = RenderRevision.parse("2-test");

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
  }

  private VersionRecord ended(Rejection reason) throws Exception {
    platform.renderer =
        new MemoryRenderer(_ ->
            Optional.of(
                reason == Rejection.DECODER_CRASHED
                    ? new Rendering.Died(Step.DECODE, reason, "signal 11")
                    : new Rendering.Rejected(reason, "seen")));
    VersionRecord record = platform.uploaded();
    platform.process(record);
    platform.clock.advance(Duration.ofSeconds(1));
    platform.renderer = new MemoryRenderer();
    assertThat(platform.stored(record).state()).isInstanceOf(Failed.class);
    return platform.stored(record);
  }

  private VersionRecord ready() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.process(record);
    platform.clock.advance(Duration.ofSeconds(1));
    return platform.stored(record);
  }

  private Tried<Reprocessed> reprocess(VersionRecord record) {
    return new Reprocess(
            platform.stores,
            platform.queue,
            () -> platform.recipes,
            platform.revision,
            platform.context)
        .reprocess(record.job().imageId(), Optional.empty());
  }

  private List<VersionRecord> olderFailures() {
    List<VersionRecord> all = new ArrayList<>();
    OlderFailures failures = new OlderFailures(platform.jobs, platform.revision);
    Optional<dev.tintype.core.ImageId> cursor = Optional.empty();
    do {
      OlderFailures.Part part = failures.part(cursor, 2);
      all.addAll(part.failures());
      cursor = part.next();
    } while (cursor.isPresent());
    return all;
  }

  @Test
  void aWaitingVersionIsSupersededAndItsSuccessorIsProcessed() throws Exception {
    VersionRecord awaiting = platform.started();
    VersionRecord queued = platform.uploaded();
    platform.revision = NEXT;
    platform.originals.put(awaiting.job().originalKey(), Platform.BYTES);
    platform.clock.advance(Schedule.PERMISSION);
    platform.settle();
    for (VersionRecord record : List.of(awaiting, queued)) {
      assertThat(platform.stored(record).state()).isInstanceOf(Superseded.class);
      ImageRecord image = platform.jobs.image(record.job().imageId()).orElseThrow();
      VersionRecord latest =
          platform.jobs.version(image.id(), image.latest().orElseThrow()).orElseThrow();
      assertThat(latest.state()).isInstanceOf(Ready.class);
      assertThat(latest.job().renderRevision()).isEqualTo(NEXT);
    }
  }

  @Test
  void aSuccessorKeepsTheFocalPointOfTheOriginal() throws Exception {
    Optional<Focus> focus = Optional.of(new Focus(1, 2));
    VersionRecord waiting = focused(focus);
    platform.revision = NEXT;
    platform.originals.put(waiting.job().originalKey(), Platform.BYTES);
    platform.clock.advance(Schedule.PERMISSION);
    platform.settle();
    assertThat(platform.stored(waiting).state()).isInstanceOf(Superseded.class);
    VersionRecord superseding = latest(waiting);
    assertThat(superseding.job().original().focus()).isEqualTo(focus);

    platform.revision = RenderRevision.parse("3-test");
    Reprocessed.Queued queued = (Reprocessed.Queued) reprocess(superseding).found().orElseThrow();
    assertThat(queued.record().job().original()).isEqualTo(waiting.job().original());
  }

  private VersionRecord focused(Optional<Focus> focus) {
    Original plain = Platform.original(Platform.BYTES);
    Original original = new Original(plain.sha256(), plain.bytes(), plain.mediaType(), focus);
    return Platform.accepted(
            platform
                .startUpload()
                .newImage(new Wish(original, Platform.RECIPE), Optional.empty(), Optional.empty()))
        .record();
  }

  private VersionRecord latest(VersionRecord record) {
    ImageRecord image = platform.jobs.image(record.job().imageId()).orElseThrow();
    return platform.jobs.version(image.id(), image.latest().orElseThrow()).orElseThrow();
  }

  @Test
  void readyVersionsStayAsTheyAre() throws Exception {
    VersionRecord ready = ready();
    platform.revision = NEXT;
    platform.settle();
    assertThat(platform.stored(ready)).isEqualTo(ready);
    assertThat(olderFailures()).isEmpty();
  }

  @Test
  void anImageRejectedByAnOlderRevisionCanBeReprocessed() throws Exception {
    VersionRecord refused = ended(Rejection.CORRUPT);
    assertThat(reprocess(refused).found()).containsInstanceOf(Reprocessed.Exists.class);
    platform.revision = NEXT;
    VersionRecord successor =
        ((Reprocessed.Queued) reprocess(refused).found().orElseThrow()).record();
    assertThat(successor.job().version()).isNotEqualTo(refused.job().version());
    assertThat(successor.job().recipe()).isEqualTo(refused.job().recipe());
    platform.settle();
    assertThat(platform.stored(successor).state()).isInstanceOf(Ready.class);
    assertThat(platform.stored(refused).state()).isEqualTo(refused.state());
    ImageRecord image = platform.jobs.image(refused.job().imageId()).orElseThrow();
    assertThat(image.current().orElseThrow().version()).isEqualTo(successor.job().version());
    assertThat(platform.toldTypes()).containsExactly("image.failed", "image.ready");
  }

  @Test
  void onlyRejectionsByAnOlderRevisionAreListed() throws Exception {
    VersionRecord first = ended(Rejection.CORRUPT);
    VersionRecord second = ended(Rejection.UNSUPPORTED_FORMAT);
    ended(Rejection.DECODER_CRASHED);
    ready();
    VersionRecord third = ended(Rejection.TRUNCATED);
    assertThat(olderFailures()).as("of the same revision").isEmpty();
    platform.revision = NEXT;
    ended(Rejection.CORRUPT);
    assertThat(olderFailures()).containsExactly(third, second, first);
    reprocess(second);
    assertThat(olderFailures()).containsExactly(third, first);
  }

  @Test
  void redrivingAnOlderFailureContinuesUnderTheCurrentRevision() throws Exception {
    VersionRecord crashed = ended(Rejection.DECODER_CRASHED);
    platform.revision = NEXT;
    new Redrive(platform.stores, platform.queue, platform.context)
        .redrive(crashed.job().imageId(), crashed.job().version());
    platform.settle();
    ImageRecord image = platform.jobs.image(crashed.job().imageId()).orElseThrow();
    VersionRecord latest =
        platform.jobs.version(image.id(), image.latest().orElseThrow()).orElseThrow();
    assertThat(latest.state()).isInstanceOf(Ready.class);
    assertThat(latest.job().renderRevision()).isEqualTo(NEXT);
  }
}
