package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.Keys;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.process.Verdict;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import dev.tintype.core.state.VersionState.Superseded;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessJobTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;
  private final AtomicInteger renderings = new AtomicInteger();

  @BeforeEach
  void build() {
    platform = new Platform(folder);
    platform.renderer = rendering(Optional.empty());
  }

  @AfterEach
  void theWorkFoldersAreEmptyAfterwards() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(folder::relativize).map(Path::toString))
          .containsExactlyInAnyOrder("", "in", "out");
    }
  }

  private MemoryRenderer rendering(Optional<Rendering> answer) {
    return new MemoryRenderer(_ -> {
      renderings.incrementAndGet();
      return answer;
    });
  }

  private static Rendering died(Rejection cause) {
    return new Rendering.Died(Step.DECODE, cause, "signal 11");
  }

  private VersionState stateOf(VersionRecord record) {
    return platform.stored(record).state();
  }

  @Test
  void allVariantsAndTheManifestArePublished() throws Exception {
    VersionRecord record = platform.uploaded();
    Verdict verdict = platform.process(record);
    assertThat(verdict).isEqualTo(new Verdict.Done(Optional.of(platform.stored(record))));
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
    assertThat(platform.variants.keys())
        .hasSize(Platform.RECIPE.variantCount() + 1)
        .allMatch(Keys::isPublic);
    assertThat(platform.jobs.image(record.job().imageId()).orElseThrow().current()).isPresent();
  }

  @Test
  void theManifestIsPutLast() throws Exception {
    platform.process(platform.uploaded());
    List<String> puts =
        platform.trap.seen().stream().filter(call -> call.startsWith("put ")).toList();
    assertThat(puts).hasSize(Platform.RECIPE.variantCount() + 1);
    assertThat(puts.getLast()).endsWith("/manifest.json");
  }

  @Test
  void theStoredManifestEqualsTheOneInTheRecord() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.process(record);
    String key = Keys.manifest(record.job().imageId(), record.job().version());
    try (InputStream in = platform.variants.open(key, Optional.empty()).orElseThrow()) {
      assertThat(new Ready(ManifestJson.read(Json.parse(in.readAllBytes()))))
          .isEqualTo(stateOf(record));
    }
  }

  @Test
  void anUnusedPartOfTheOriginalIsNotedInTheRecord() throws Exception {
    Optional<String> note = Optional.of("the embedded ICC profile cannot be used");
    MemoryRenderer plain = new MemoryRenderer();
    platform.renderer =
        new MemoryRenderer(request -> {
          try {
            Rendering.Rendered rendered = (Rendering.Rendered) plain.render(request, _ -> {});
            return Optional.of(new Rendering.Rendered(rendered.manifest(), rendered.files(), note));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    VersionRecord record = platform.uploaded();
    platform.process(record);
    assertThat(stateOf(record))
        .isInstanceOfSatisfying(Ready.class, ready -> assertThat(ready.note()).isEqualTo(note));
  }

  @Test
  void secondDeliveryDoesNotRenderAgain() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.process(record);
    assertThat(platform.process(record)).isEqualTo(new Verdict.Done());
    assertThat(renderings).hasValue(1);
  }

  @Test
  void aSecondWorkerLearnsWhenTheLeaseEnds() throws Exception {
    VersionRecord record = platform.uploaded();
    dieAt(record, StepBoundary.CLAIMED);
    assertThat(platform.process(record))
        .isEqualTo(new Verdict.Busy(platform.clock.instant().plus(Schedule.LEASE)));
  }

  @Test
  void aMessageAboutAnUnknownVersionIsAcknowledged() throws Exception {
    VersionRecord record = new Platform(folder).uploaded();
    assertThat(platform.process(record)).isEqualTo(new Verdict.Done());
  }

  private void dieAt(VersionRecord record, String boundary) {
    platform.trap.killAt(boundary);
    assertThatThrownBy(() -> platform.process(record)).isInstanceOf(Killed.class);
    platform.trap.revive();
  }

  private void dieOnceAtDecode(VersionRecord record) {
    platform.renderer =
        new MemoryRenderer(_ -> {
          throw new Killed("decode");
        });
    assertThatThrownBy(() -> platform.process(record)).isInstanceOf(Killed.class);
    platform.renderer = rendering(Optional.empty());
    platform.clock.advance(Schedule.LEASE);
  }

  @Test
  void oneDeathWhileDecodingIsForgiven() throws Exception {
    VersionRecord record = platform.uploaded();
    dieOnceAtDecode(record);
    platform.process(record);
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
    assertThat(platform.stored(record).deaths()).isEqualTo(1);
  }

  @Test
  void twoDeathsWhileDecodingFailTheVersion() throws Exception {
    VersionRecord record = platform.uploaded();
    dieOnceAtDecode(record);
    dieOnceAtDecode(record);
    platform.process(record);
    assertThat(stateOf(record))
        .isEqualTo(new Failed(Rejection.DECODER_CRASHED, "the worker died at encode"));
    assertThat(renderings).hasValue(0);
  }

  @Test
  void deathsFoundByTheSweeperCount() throws Exception {
    VersionRecord record = platform.uploaded();
    dieOnceAtDecode(record);
    platform.sweep();
    assertThat(stateOf(record)).isInstanceOf(Queued.class);
    dieOnceAtDecode(record);
    platform.sweep();
    assertThat(stateOf(record)).isInstanceOf(Failed.class);
  }

  @Test
  void deathsWhilePublishingCountOnlyAsAttempts() throws Exception {
    VersionRecord record = platform.uploaded();
    for (int i = 0; i < 5; i++) {
      dieAt(record, StepBoundary.PUBLISHED + "16.webp");
      assertThat(((Processing) stateOf(record)).step()).isEqualTo(Step.PUBLISH);
      platform.clock.advance(Schedule.LEASE);
    }
    platform.process(record);
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
    assertThat(platform.stored(record).deaths()).isZero();
    assertThat(platform.stored(record).attempts()).isEqualTo(6);
  }

  @Test
  void aDeadRendererIsReplacedAtOnce() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.renderer =
        new MemoryRenderer(_ ->
            renderings.incrementAndGet() == 1
                ? Optional.of(died(Rejection.DECODER_CRASHED))
                : Optional.empty());
    platform.process(record);
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
    assertThat(platform.stored(record).attempts()).isEqualTo(1);
    assertThat(platform.stored(record).deaths()).isEqualTo(1);
  }

  @Test
  void theSecondDeathOfTheRendererFailsTheVersion() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.renderer = rendering(Optional.of(died(Rejection.DECODER_TIMEOUT)));
    platform.process(record);
    assertThat(stateOf(record)).isEqualTo(new Failed(Rejection.DECODER_TIMEOUT, "signal 11"));
    assertThat(renderings).hasValue(2);
  }

  @Test
  void aRejectionIsFinalAtOnceAndLeavesNoFiles() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.renderer =
        rendering(Optional.of(new Rendering.Rejected(Rejection.CORRUPT, "no picture in it")));
    platform.process(record);
    platform.settle();
    assertThat(stateOf(record)).isEqualTo(new Failed(Rejection.CORRUPT, "no picture in it"));
    assertThat(renderings).hasValue(1);
    assertThat(platform.variants.keys()).isEmpty();
    assertThat(platform.toldTypes()).containsExactly("image.failed");
    assertThat(Platform.field(platform.told.getFirst(), "reason")).isEqualTo("corrupt");
  }

  @Test
  void anOutageOfTwoDaysFailsNoVersion() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.trap.fail("put");
    for (int i = 0; i < 48 * 60; i++) {
      platform.receive();
      platform.sweep();
      platform.clock.advance(Duration.ofMinutes(1));
    }
    assertThat(stateOf(record)).isInstanceOf(Queued.class);
    platform.trap.heal();
    platform.settle();
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
    assertThat(platform.stored(record).deaths()).isZero();
  }

  @Test
  void anOutageOfFiveDaysExhaustsTheAttempts() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.trap.fail("open");
    for (int i = 0; i < 5 * 24 * 6; i++) {
      platform.receive();
      platform.sweep();
      platform.clock.advance(Duration.ofMinutes(10));
    }
    assertThat(platform.stored(record).attempts()).isEqualTo(Schedule.ATTEMPTS);
    assertThat(((Failed) stateOf(record)).reason()).isEqualTo(Rejection.ATTEMPTS_EXHAUSTED);
  }

  @Test
  void withoutTheJobStoreTheMessageReturnsToTheQueue() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.trap.fail("image");
    assertThat(platform.process(record)).isEqualTo(new Verdict.RetryAfter(Duration.ofSeconds(10)));
    assertThat(stateOf(record)).isInstanceOf(AwaitingUpload.class);
  }

  @Test
  void aWriteIsRecognisedAsOursWhenItsAnswerWasLost() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.trap.fail("commit!");
    Verdict verdict = platform.process(record);
    platform.trap.heal();
    assertThat(verdict).isEqualTo(new Verdict.Done(Optional.of(platform.stored(record))));
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
    assertThat(renderings).hasValue(1);
    assertThat(platform.jobs.outbox()).hasSize(1);
  }

  @Test
  void aPutIsRepeatedWhenItsAnswerWasLost() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.trap.fail("put!");
    platform.process(record);
    assertThat(stateOf(record)).isInstanceOf(Queued.class);
    platform.trap.heal();
    platform.clock.advance(Duration.ofMinutes(1));
    platform.process(record);
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
  }

  @Test
  void otherBytesUnderAKeyRaiseAnAlarmAndAreKept() throws Exception {
    VersionRecord record = platform.uploaded();
    String manifest = Keys.manifest(record.job().imageId(), record.job().version());
    platform.variants.put(manifest, "other bytes".getBytes(StandardCharsets.UTF_8));
    platform.process(record);
    platform.settle();
    assertThat(stateOf(record))
        .isEqualTo(new Failed(Rejection.ATTEMPTS_EXHAUSTED, "other bytes lie under " + manifest));
    assertThat(platform.variants.head(manifest).orElseThrow().bytes()).isEqualTo(11);
  }

  @Test
  void aChecksumMismatchIsConfirmedByASecondRead() throws Exception {
    VersionRecord record = platform.started();
    byte[] other = Platform.BYTES.clone();
    other[3]++;
    platform.originals.put(record.job().originalKey(), other);
    platform.process(record);
    assertThat(((Failed) stateOf(record)).reason()).isEqualTo(Rejection.CHECKSUM_MISMATCH);
    assertThat(platform.trap.seen()).filteredOn(call -> call.startsWith("open ")).hasSize(2);
    assertThat(renderings).hasValue(0);
  }

  @Test
  void anOriginalOfTheWrongLengthIsRejected() throws Exception {
    VersionRecord record = platform.started();
    platform.originals.put(record.job().originalKey(), new byte[1000]);
    platform.process(record);
    assertThat(((Failed) stateOf(record)).reason()).isEqualTo(Rejection.CHECKSUM_MISMATCH);
  }

  @Test
  void anEarlyMessageLeavesTheVersionWaiting() throws Exception {
    VersionRecord record = platform.started();
    platform.process(record);
    assertThat(stateOf(record)).isInstanceOf(AwaitingUpload.class);
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
    platform.settle();
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
  }

  @Test
  void aShutdownReleasesTheJobWithoutCountingAnAttempt() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.renderer = rendering(Optional.of(new Rendering.Interrupted()));
    assertThatThrownBy(() -> platform.process(record)).isInstanceOf(InterruptedException.class);
    assertThat(stateOf(record)).isEqualTo(new Queued(platform.clock.instant()));
    assertThat(platform.stored(record).attempts()).isZero();
  }

  @Test
  void aNewerWorkerSupersedesTheJob() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.revision = RenderRevision.parse("2-test");
    platform.settle();
    Superseded superseded = (Superseded) stateOf(record);
    VersionRecord successor =
        platform.jobs.version(record.job().imageId(), superseded.by()).orElseThrow();
    assertThat(successor.state()).isInstanceOf(Ready.class);
    assertThat(successor.sequence()).isEqualTo(record.sequence());
    assertThat(platform.jobs.image(record.job().imageId()).orElseThrow().latest())
        .contains(superseded.by());
    assertThat(platform.toldTypes()).containsExactly("image.ready");
  }

  @Test
  void anOlderWorkerLeavesANewerJobAlone() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.revision = RenderRevision.parse("0-test");
    assertThat(platform.process(record)).isEqualTo(new Verdict.RetryAfter(Duration.ofMinutes(1)));
    assertThat(stateOf(record)).isInstanceOf(AwaitingUpload.class);
  }
}
