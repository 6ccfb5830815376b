package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.upload.ConfirmUpload;
import dev.tintype.core.flow.upload.ConfirmUpload.Confirmed;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Expired;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client says that it has uploaded an original.
final class ConfirmUploadTest {

  @TempDir private Path folder;

  private Platform platform;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
  }

  private Tried<Confirmed> confirm(ImageId id, Version version) {
    return new ConfirmUpload(platform.stores, platform.queue, platform.context)
        .confirm(id, version);
  }

  private Tried<Confirmed> confirm(VersionRecord record) {
    return confirm(record.job().imageId(), record.job().version());
  }

  private VersionState stateAfter(VersionRecord record) {
    Confirmed confirmed = confirm(record).found().orElseThrow();
    return ((Confirmed.Known) confirmed).record().state();
  }

  private void store(VersionRecord record) {
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
  }

  @Test
  void aStoredOriginalQueuesItsVersionAndWakesAWorker() throws Exception {
    VersionRecord record = platform.started();
    store(record);
    assertThat(stateAfter(record)).isInstanceOf(Queued.class);
    assertThat(platform.stored(record).state()).isInstanceOf(Queued.class);
    assertThat(platform.queue.bodies()).hasSize(1);
    assertThat(platform.receive()).isTrue();
    assertThat(platform.stored(record).state()).isInstanceOf(Ready.class);
  }

  @Test
  void anOriginalThatIsNotThereChangesNothing() {
    VersionRecord record = platform.started();
    assertThat(confirm(record).found()).contains(new Confirmed.NotStored());
    assertThat(platform.stored(record)).isEqualTo(record);
    assertThat(platform.queue.bodies()).isEmpty();
  }

  @Test
  void aRepeatedStatementChangesNothing() throws Exception {
    VersionRecord record = platform.started();
    store(record);
    confirm(record);
    VersionRecord queued = platform.stored(record);
    assertThat(stateAfter(record)).isEqualTo(queued.state());
    assertThat(platform.stored(record)).isEqualTo(queued);
    assertThat(platform.queue.bodies()).hasSize(1);
    platform.settle();
    VersionRecord ready = platform.stored(record);
    assertThat(stateAfter(record)).isInstanceOf(Ready.class);
    assertThat(platform.stored(record)).isEqualTo(ready);
    assertThat(platform.told).hasSize(1);
  }

  @Test
  void anUploadThatExpiredIsQueuedWhenItIsThereAfterAll() {
    VersionRecord record = platform.started();
    platform.clock.advance(Schedule.PERMISSION.plusMinutes(1));
    platform.sweep();
    platform.clock.advance(Schedule.SLOWEST_UPLOAD.plusMinutes(1));
    platform.sweep();
    assertThat(platform.stored(record).state()).isEqualTo(new Expired());
    assertThat(confirm(record).found()).contains(new Confirmed.NotStored());
    store(record);
    assertThat(stateAfter(record)).isInstanceOf(Queued.class);
  }

  @Test
  void anErasedImageIsGoneAndAnUnknownOneUnknown() {
    VersionRecord record = platform.started();
    store(record);
    assertThat(confirm(record.job().imageId(), new Version("0123456789abcdef")))
        .isEqualTo(new Lookup.Unknown<>());
    assertThat(confirm(new ImageId("01JD0000000000000000000000"), record.job().version()))
        .isEqualTo(new Lookup.Unknown<>());
    new Erase(platform.jobs, platform.context).erase(record.job().imageId());
    assertThat(confirm(record)).isEqualTo(new Lookup.Gone<>());
    assertThat(platform.queue.bodies()).isEmpty();
  }

  /// The storage's event and the client's statement come in any order. One rendering and one
  /// notification follow.
  @Test
  void theEventOfTheStorageMayComeBeforeOrAfter() throws Exception {
    for (boolean isEventFirst : new boolean[] {true, false}) {
      Platform fresh = new Platform(folder);
      platform = fresh;
      VersionRecord record = fresh.started();
      store(record);
      OriginalArrived event = new OriginalArrived(fresh.stores, fresh.queue, fresh.context);
      if (isEventFirst) {
        event.arrived(record.job().originalKey());
        confirm(record);
      } else {
        confirm(record);
        event.arrived(record.job().originalKey());
        assertThat(fresh.queue.bodies()).hasSize(1);
      }
      fresh.settle();
      assertThat(fresh.stored(record).state()).isInstanceOf(Ready.class);
      assertThat(fresh.told).hasSize(1);
    }
  }

  @Test
  void otherVersionsThatWaitForTheSameOriginalAreWokenToo() throws Exception {
    VersionRecord first = platform.started();
    Wish other = new Wish(Platform.original(Platform.BYTES), SimulatedRecipes.PLAIN);
    VersionRecord second =
        Platform.accepted(
                platform.startUpload().newVersion(first.job().imageId(), other, Optional.empty()))
            .record();
    store(first);
    confirm(first);
    assertThat(platform.stored(second).state()).isInstanceOf(AwaitingUpload.class);
    while (platform.receive()) {
      platform.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(platform.stored(first).state()).isInstanceOf(Ready.class);
    assertThat(platform.stored(second).state()).isInstanceOf(Ready.class);
  }

  @Test
  void afterAnOutageOfTheJobStoreARepeatedStatementWakesThemAll() throws Exception {
    VersionRecord first = platform.started();
    Wish other = new Wish(Platform.original(Platform.BYTES), SimulatedRecipes.PLAIN);
    VersionRecord second =
        Platform.accepted(
                platform.startUpload().newVersion(first.job().imageId(), other, Optional.empty()))
            .record();
    store(first);
    platform.trap.fail("versions");
    assertThatThrownBy(() -> confirm(first)).isInstanceOf(StoreUnavailable.class);
    platform.trap.heal();
    confirm(first);
    while (platform.receive()) {
      platform.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(platform.stored(first).state()).isInstanceOf(Ready.class);
    assertThat(platform.stored(second).state()).isInstanceOf(Ready.class);
  }

  @Test
  void anOutageOfTheStorageIsNoVerdict() {
    VersionRecord record = platform.started();
    store(record);
    platform.trap.fail("head");
    assertThatThrownBy(() -> confirm(record)).isInstanceOf(StoreUnavailable.class);
    assertThat(platform.stored(record)).isEqualTo(record);
  }
}
