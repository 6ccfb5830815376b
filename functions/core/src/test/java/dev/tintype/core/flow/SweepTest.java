package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.process.RetireDeadLetter;
import dev.tintype.core.flow.reprocess.Redrive;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.port.JobSender.Sending;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SweepTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
  }

  private VersionState stateOf(VersionRecord record) {
    return platform.stored(record).state();
  }

  @Test
  void theSweeperFindsAnUploadWhoseEventWasLost() {
    VersionRecord record = platform.started();
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
    platform.sweep();
    assertThat(stateOf(record)).isInstanceOf(AwaitingUpload.class);
    platform.clock.advance(Schedule.PERMISSION);
    platform.sweep();
    assertThat(stateOf(record)).isInstanceOf(Queued.class);
    assertThat(platform.queue.bodies()).hasSize(1);
  }

  /// Nobody announced the upload: the sweeper looks after one, five and fifteen minutes.
  @Test
  void anUploadThatNobodyAnnouncedIsFoundAtTheNextLook() {
    for (long minutes : new long[] {0, 2, 6}) {
      VersionRecord record = platform.started();
      Instant began = platform.clock.instant();
      sweepUntil(began.plus(Duration.ofMinutes(minutes)));
      platform.originals.put(record.job().originalKey(), Platform.BYTES);
      Instant look = began.plus(Duration.ofMinutes(minutes == 0 ? 1 : minutes == 2 ? 5 : 15));
      sweepUntil(look.minusSeconds(1));
      assertThat(stateOf(record)).isInstanceOf(AwaitingUpload.class);
      sweepUntil(look);
      assertThat(stateOf(record)).isInstanceOf(Queued.class);
    }
  }

  private void sweepUntil(Instant end) {
    while (platform.clock.instant().isBefore(end)) {
      platform.clock.advance(Duration.ofSeconds(1));
      platform.sweep();
    }
  }

  @Test
  void aMissingUploadExpiresAnHourAfterItsPermission() throws Exception {
    VersionRecord record = platform.started();
    platform.clock.advance(Schedule.PERMISSION);
    platform.sweep();
    platform.clock.advance(Schedule.SLOWEST_UPLOAD.minusSeconds(1));
    platform.sweep();
    assertThat(stateOf(record)).isInstanceOf(AwaitingUpload.class);
    platform.clock.advance(Duration.ofSeconds(1));
    platform.sweep();
    assertThat(stateOf(record)).isInstanceOf(Expired.class);
    platform.settle();
    assertThat(platform.told).isEmpty();
  }

  @Test
  void anOriginalThatArrivesAfterExpiryIsProcessed() throws Exception {
    VersionRecord record = platform.started();
    platform.settle();
    assertThat(stateOf(record)).isInstanceOf(Expired.class);
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
    new OriginalArrived(platform.stores, platform.queue, platform.context)
        .arrived(record.job().originalKey());
    platform.settle();
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
  }

  /// A process that dies after the write cannot send it, and a repeated call finds a version that
  /// no longer waits.
  @Test
  void theMessageOfAnExpiredVersionIsPartOfTheWriteThatQueuesIt() throws Exception {
    VersionRecord record = platform.started();
    platform.settle();
    JointStore joint = joint();
    new OriginalArrived(platform.stores, platform.queue, platform.context)
        .arrived(record.job().originalKey());
    assertThat(stateOf(record)).isInstanceOf(Queued.class);
    assertThat(joint.sent)
        .extracting(Sending::message)
        .containsExactly(Messages.of(record, "upload"));
    assertThat(platform.queue.bodies()).isEmpty();
  }

  @Test
  void theMessageOfAVersionThatIsTakenBackIsPartOfTheWriteThatQueuesIt() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.trap.killAt(StepBoundary.CLAIMED);
    assertThatThrownBy(platform::receive).isInstanceOf(Killed.class);
    platform.trap.revive();
    JointStore joint = joint();
    int before = platform.queue.bodies().size();
    platform.clock.advance(Schedule.LEASE.plusMinutes(1));
    platform.sweep();
    assertThat(stateOf(record)).isInstanceOf(Queued.class);
    assertThat(joint.sent)
        .extracting(Sending::message)
        .containsExactly(Messages.of(record, "sweep"));
    assertThat(platform.queue.bodies()).hasSize(before);
  }

  /// @return the platform's job store, with the queue in the same database
  private JointStore joint() {
    JointStore joint = new JointStore(platform.jobs, platform.queue);
    platform.stores = new Stores(joint, platform.originals, platform.variants);
    return joint;
  }

  @Test
  void theArrivalOfAnotherObjectWakesNoVersion() {
    VersionRecord record = platform.started();
    OriginalArrived arrived =
        new OriginalArrived(platform.stores, platform.queue, platform.context);
    assertThat(arrived.wake("")).isEmpty();
    assertThat(arrived.wake("originals/../x")).isEmpty();
    assertThat(arrived.wake(record.job().originalKey() + "/x")).isEmpty();
    assertThat(arrived.wake(record.job().originalKey().replace('a', 'b'))).isEmpty();
  }

  @Test
  void aLostMessageIsSentAgainWithGrowingDelays() {
    VersionRecord record = platform.started();
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
    platform.clock.advance(Schedule.PERMISSION);
    platform.sweep();
    for (int i = 0; i < 24 * 60; i++) {
      platform.sweep();
      platform.clock.advance(Duration.ofMinutes(1));
    }
    assertThat(stateOf(record)).isInstanceOf(Queued.class);
    assertThat(platform.queue.bodies()).hasSizeBetween(10, 40);
  }

  @Test
  void leftoverFilesAreDeletedOnceNoWriteCanBeUnderWay() throws Exception {
    VersionRecord record = leftOver();
    assertThat(stateOf(record)).isInstanceOf(Failed.class);
    platform.sweep();
    assertThat(platform.variants.keys()).isNotEmpty();
    platform.settle();
    assertThat(platform.variants.keys()).isEmpty();
    assertThat(platform.toldTypes()).containsExactly("image.failed");
  }

  /// @return a version that failed after an attempt had published something
  private VersionRecord leftOver() throws Exception {
    VersionRecord record = platform.uploaded();
    for (String boundary :
        new String[] {
          StepBoundary.PUBLISHED + "16.webp", StepBoundary.DECODING, StepBoundary.DECODING
        }) {
      platform.trap.killAt(boundary);
      try {
        platform.process(record);
      } catch (Killed _) {
        platform.trap.revive();
      }
      platform.clock.advance(Schedule.LEASE);
    }
    platform.process(record);
    return record;
  }

  @Test
  void redriveWaitsOnlyWhileLeftoverFilesAreDeleted() throws Exception {
    VersionRecord record = leftOver();
    Redrive redrive = new Redrive(platform.stores, platform.queue, platform.context);
    platform.clock.advance(Duration.ofMinutes(6));
    assertThat(redrive.redrive(record.job().imageId(), record.job().version()).found())
        .containsInstanceOf(Redrive.Redriven.NotYet.class);
    platform.settle();
    assertThat(redrive.redrive(record.job().imageId(), record.job().version()).found())
        .containsInstanceOf(Redrive.Redriven.Queued.class);
    platform.settle();
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
    assertThat(platform.stored(record).run()).isEqualTo(2);
    assertThat(platform.toldTypes()).containsExactly("image.failed", "image.ready");
  }

  @Test
  void aNewFailureCanBeRedrivenAtOnce() throws Exception {
    VersionRecord record = leftOver();
    Redrive redrive = new Redrive(platform.stores, platform.queue, platform.context);
    assertThat(redrive.redrive(record.job().imageId(), record.job().version()).found())
        .containsInstanceOf(Redrive.Redriven.Queued.class);
    platform.settle();
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
  }

  @Test
  void aDeadLetterCountsAsOneAttemptAndDoesNotFailTheVersion() throws Exception {
    VersionRecord record = platform.started();
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
    platform.clock.advance(Schedule.PERMISSION);
    platform.sweep();
    RetireDeadLetter retire =
        new RetireDeadLetter(platform.stores, platform.queue, platform.context);
    Message message = new Message(record.job().imageId(), record.job().version(), "upload");
    retire.retire(message.json());
    assertThat(platform.stored(record).attempts()).isEqualTo(1);
    retire.retire("not a message");
    platform.settle();
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
    VersionRecord ready = platform.stored(record);
    retire.retire(message.json());
    assertThat(platform.stored(record)).isEqualTo(ready);
  }

  @Test
  void aRefusedNotificationIsRepeatedUntilItIsAccepted() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.process(record);
    Outcome outcome = platform.jobs.outbox().getFirst();
    Notify refused =
        new Notify(platform.jobs, _ -> new Notifier.Answer.Refused("503"), platform.context);
    assertThat(refused.tell(outcome)).isFalse();
    assertThat(platform.jobs.outbox().getFirst())
        .isEqualTo(outcome.refused("503", platform.clock.instant().plusSeconds(10)));
    platform.sweep();
    assertThat(platform.told).isEmpty();
    platform.clock.advance(Duration.ofSeconds(10));
    platform.sweep();
    assertThat(platform.toldTypes()).containsExactly("image.ready");
    assertThat(platform.told.getFirst().id()).isEqualTo(outcome.id()).doesNotContain(".");
    assertThat(platform.jobs.outbox()).isEmpty();
  }

  @Test
  void oneFailureDoesNotStopTheSweep() throws Exception {
    VersionRecord waiting = platform.started();
    VersionRecord ready = platform.uploaded();
    platform.process(ready);
    platform.clock.advance(Schedule.PERMISSION);
    platform.trap.fail("head");
    Sweep.Swept swept = platform.sweep();
    assertThat(stateOf(waiting)).isInstanceOf(AwaitingUpload.class);
    assertThat(platform.toldTypes()).containsExactly("image.ready");
    assertThat(swept).isEqualTo(new Sweep.Swept(2, 1, false));
  }
}
