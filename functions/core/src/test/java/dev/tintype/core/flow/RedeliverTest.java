package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.flow.sweep.Redeliver;
import dev.tintype.core.port.BusyJobStore;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.ForwardingJobStore;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Notifications that are to be sent again.
final class RedeliverTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;
  private VersionRecord version;
  private Outcome row;

  @BeforeEach
  void anOutcomeWaits() throws InterruptedException {
    platform = new Platform(folder);
    version = platform.uploaded();
    platform.process(version);
    row = platform.jobs.outbox().getFirst();
  }

  private Tried<Outcome> redeliver() {
    return new Redeliver(platform.jobs, platform.context).redeliver(row.id());
  }

  private void refuse(Outcome read) {
    Notifier refusing = _ -> new Notifier.Answer.Refused("500");
    new Notify(platform.jobs, refusing, platform.context).tell(read);
  }

  @Test
  void anOverdueRowKeepsItsPlaceInTheQueue() {
    platform.clock.advance(Duration.ofMinutes(5));
    Outcome due = redeliver().found().orElseThrow();
    assertThat(due.dueAt()).isBetween(row.dueAt().minusMillis(1), row.dueAt());
    assertThat(platform.jobs.outbox()).containsExactly(due);
  }

  @Test
  void aPostponedRowIsDueNow() {
    refuse(row);
    assertThat(redeliver().found().orElseThrow().dueAt()).isEqualTo(platform.clock.instant());
  }

  @Test
  void aRefusalOfATryThatBeganBeforeDoesNotPostponeTheRow() {
    Notifier slow =
        _ -> {
          assertThat(redeliver().found()).isPresent();
          return new Notifier.Answer.Refused("500");
        };
    new Notify(platform.jobs, slow, platform.context).tell(row);
    assertThat(platform.jobs.due(platform.clock.instant(), 10).outcomes()).hasSize(1);
  }

  @Test
  void theEndOfATryThatBeganBeforeDoesNotRemoveTheRow() {
    Notifier slow =
        _ -> {
          assertThat(redeliver().found()).isPresent();
          return new Notifier.Answer.Told();
        };
    assertThat(new Notify(platform.jobs, slow, platform.context).tell(row)).isTrue();
    assertThat(platform.jobs.due(platform.clock.instant(), 10).outcomes()).hasSize(1);
  }

  /// A store in which something else happens before the first commit.
  private final class Overtaken extends ForwardingJobStore {
    private Runnable first;

    Overtaken(Runnable first) {
      super(platform.jobs);
      this.first = first;
    }

    @Override
    public boolean commit(Change change) {
      Runnable other = first;
      first = () -> {};
      other.run();
      return super.commit(change);
    }
  }

  private Tried<Outcome> redeliverAfter(Runnable other) {
    return new Redeliver(new Overtaken(other), platform.context).redeliver(row.id());
  }

  @Test
  void whatIsAcceptedIsNotSentAgainWhenTheImageIsErasedMeanwhile() {
    platform.sweep();
    ImageRecord image = platform.jobs.image(row.imageId()).orElseThrow();
    ImageRecord erasing =
        image.entombed(
            new ImageRecord.Life.Erasing(platform.clock.instant()),
            Optional.of(platform.clock.instant()));
    Change erase = Change.of(new Write.PutImage(Optional.of(image), erasing));
    assertThat(redeliverAfter(() -> platform.jobs.commit(erase)))
        .isInstanceOf(Lookup.Unknown.class);
    assertThat(platform.jobs.outbox()).isEmpty();
  }

  @Test
  void whatIsAcceptedIsNotSentAgainWhenItsVersionIsRetiredMeanwhile() {
    platform.sweep();
    VersionRecord ready = platform.stored(version);
    Change retire =
        Change.of(
            new Write.PutVersion(
                Optional.of(ready), ready.retired(platform.clock.instant()).orElseThrow()));
    assertThat(redeliverAfter(() -> platform.jobs.commit(retire)))
        .isInstanceOf(Lookup.Unknown.class);
    assertThat(platform.jobs.outbox()).isEmpty();
  }

  @Test
  void whatIsAcceptedIsSentAgainAndItsVersionStaysAsItIs() {
    platform.sweep();
    VersionRecord ready = platform.stored(version);
    assertThat(redeliver().found()).contains(platform.jobs.outbox().getFirst());
    assertThat(platform.stored(version)).isEqualTo(ready.touched());
    assertThat(platform.stored(version).updatedAt()).isEqualTo(ready.updatedAt());
  }

  @Test
  void whenOthersWriteFirstItIsTriedAgain() {
    BusyJobStore busy = new BusyJobStore(platform.jobs, Contention.MOST_TURNS - 1);
    refuse(row);
    Redeliver redeliver = new Redeliver(busy, platform.context);
    assertThat(redeliver.redeliver(row.id()).found()).isPresent();
    assertThat(platform.jobs.due(platform.clock.instant(), 10).outcomes()).hasSize(1);
    busy.lose(Contention.MOST_TURNS);
    assertThat(redeliver.redeliver(row.id())).isInstanceOf(Tried.Contended.class);
  }
}
