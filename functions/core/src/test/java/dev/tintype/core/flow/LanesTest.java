package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Rejection;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.process.RetireDeadLetter;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Reprocess.Reprocessed;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Renderer.Rendering;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lane of a version, from its request to its end: each message about bulk work is in the bulk
/// lane, whoever sends it.
class LanesTest {

  private static final Duration HIDDEN = Duration.ofMinutes(2);

  private Platform platform;

  @BeforeEach
  void open(@TempDir Path folder) {
    platform = new Platform(folder);
  }

  private ImageId ready() throws InterruptedException {
    VersionRecord record = platform.uploaded();
    platform.settle();
    return record.job().imageId();
  }

  private Reprocessed reprocess(ImageId id, Lane lane) {
    Reprocess reprocess =
        new Reprocess(
            platform.stores,
            platform.queue,
            () -> platform.recipes,
            platform.revision,
            platform.context);
    return reprocess
        .reprocess(id, Optional.of(SimulatedRecipes.PLAIN), false, lane)
        .found()
        .orElseThrow();
  }

  private VersionRecord bulk(ImageId id) {
    return ((Reprocessed.Queued) reprocess(id, Lane.BULK)).record();
  }

  private Delivery next() throws InterruptedException {
    return platform.queue.receive(Duration.ZERO, HIDDEN).orElseThrow();
  }

  @Test
  void anUploadIsDoneBeforeBulkWorkThatWaitsLonger() throws Exception {
    ImageId first = ready();
    VersionRecord bulk = bulk(first);
    platform.clock.advance(Duration.ofSeconds(30));
    VersionRecord fresh = platform.uploaded();
    assertThat(platform.receive()).isTrue();
    assertThat(platform.stored(fresh).state()).isInstanceOf(Ready.class);
    assertThat(platform.stored(bulk).state()).isInstanceOf(Queued.class);
    assertThat(platform.receive()).isTrue();
    assertThat(platform.stored(bulk).state()).isInstanceOf(Ready.class);
    assertThat(platform.stored(bulk).lane()).isEqualTo(Lane.BULK);
  }

  @Test
  void aSingleReprocessIsFresh() throws Exception {
    ImageId id = ready();
    reprocess(id, Lane.FRESH);
    assertThat(next().lane()).isEqualTo(Lane.FRESH);
  }

  @Test
  void aMessageThatTheSweeperSendsAgainStaysInTheBulkLane() throws Exception {
    VersionRecord bulk = bulk(ready());
    platform.queue.acknowledge(next());
    platform.clock.advance(Duration.ofMinutes(59));
    platform.sweep();
    assertThat(platform.queue.bodies()).as("it may still be waiting").isEmpty();
    platform.clock.advance(Duration.ofMinutes(1));
    platform.sweep();
    assertThat(next().lane()).isEqualTo(Lane.BULK);
    assertThat(platform.stored(bulk).lane()).isEqualTo(Lane.BULK);
  }

  @Test
  void aRetryStaysInTheBulkLane() throws Exception {
    VersionRecord bulk = bulk(ready());
    platform.trap.fail("put");
    platform.receive();
    platform.trap.heal();
    platform.clock.advance(Duration.ofHours(2));
    platform.sweep();
    assertThat(next().lane()).isEqualTo(Lane.BULK);
    assertThat(platform.stored(bulk).lane()).isEqualTo(Lane.BULK);
  }

  @Test
  void aDeadLetterAndARedriveStayInTheBulkLane() throws Exception {
    VersionRecord bulk = bulk(ready());
    platform.queue.acknowledge(next());
    Message message = Messages.of(bulk, "test");
    new RetireDeadLetter(platform.stores, platform.queue, platform.context).retire(message.json());
    platform.clock.advance(Duration.ofMinutes(1));
    assertThat(next().lane()).isEqualTo(Lane.BULK);
    platform.renderer =
        new MemoryRenderer(_ ->
            Optional.of(new Rendering.Died(Step.DECODE, Rejection.DECODER_CRASHED, "signal 11")));
    platform.settle();
    assertThat(platform.stored(bulk).state()).isInstanceOf(Failed.class);
    new Redrive(platform.stores, platform.queue, platform.context)
        .redrive(bulk.job().imageId(), bulk.job().version());
    assertThat(next().lane()).isEqualTo(Lane.BULK);
  }

  @Test
  void theSuccessorUnderAnotherRevisionStaysInTheBulkLane() throws Exception {
    VersionRecord bulk = bulk(ready());
    platform.revision = RenderRevision.parse("2-test");
    assertThat(platform.receive()).isTrue();
    assertThat(platform.stored(bulk).state().code()).isEqualTo("superseded");
    assertThat(next().lane()).isEqualTo(Lane.BULK);
  }

  @Test
  void aPersonWhoAsksForBulkWorkMovesItToTheFreshLane() throws Exception {
    ImageId id = ready();
    VersionRecord bulk = bulk(id);
    VersionRecord asked = ((Reprocessed.Exists) reprocess(id, Lane.FRESH)).record();
    assertThat(asked.job()).isEqualTo(bulk.job());
    assertThat(platform.stored(bulk)).isEqualTo(asked);
    assertThat(asked.lane()).isEqualTo(Lane.FRESH);
    assertThat(next().lane()).isEqualTo(Lane.FRESH);
    assertThat(((Reprocessed.Exists) reprocess(id, Lane.BULK)).record().lane())
        .isEqualTo(Lane.FRESH);
    platform.settle();
    assertThat(platform.stored(bulk).state()).isInstanceOf(Ready.class);
  }
}
