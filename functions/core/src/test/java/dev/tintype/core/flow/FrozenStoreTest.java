package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.flow.process.Verdict;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.ForwardingJobStore;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.RecordTransfer.Mark;
import dev.tintype.core.port.RecordTransfer.State;
import dev.tintype.core.port.StoreFrozen;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker whose job store is frozen while it renders.
final class FrozenStoreTest {

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Optional<State> frozen = Optional.empty();
  private final AtomicInteger pauses = new AtomicInteger();

  private final class Freezing extends ForwardingJobStore {
    Freezing(Platform platform) {
      super(platform.jobs);
    }

    @Override
    public boolean commit(Change change) {
      if (frozen.isPresent()) {
        Mark mark =
            new Mark(frozen.get(), "run", "", "another store", "", Instant.EPOCH, Optional.empty());
        throw new StoreFrozen("a write", mark, new IllegalStateException("the trigger"));
      }
      return super.commit(change);
    }
  }

  /// @param until thaws the store or lets it move, in the third pause
  private Verdict workUntil(Platform platform, VersionRecord record, Optional<State> until)
      throws InterruptedException {
    StepBoundary freezing =
        boundary -> {
          if (boundary.equals(StepBoundary.RENDERED)) {
            frozen = Optional.of(State.FROZEN);
          }
        };
    FlowContext context = new FlowContext(platform.clock, new SeededSecureRandom(3), freezing);
    Sleeper sleeper =
        _ -> {
          platform.clock.advance(Duration.ofMinutes(1));
          if (pauses.incrementAndGet() == 3) {
            frozen = until;
          }
        };
    ProcessJob job =
        new ProcessJob(
            new Stores(new Freezing(platform), platform.originals, platform.variants),
            platform.queue,
            Platform.renderTools(platform.folders, sleeper),
            context);
    return job.process(new Message(record.job().imageId(), record.job().version(), "test"), 1);
  }

  @Test
  void theAttemptIsNotCountedHoweverLongTheStoreIsFrozen() throws Exception {
    Platform platform = new Platform(folder);
    VersionRecord record = platform.uploaded();
    workUntil(platform, record, Optional.empty());
    VersionRecord after = platform.stored(record);
    assertThat(pauses).hasValue(3);
    assertThat(after.state()).isInstanceOf(Queued.class);
    assertThat(after.attempts()).isZero();
    assertThat(after.deaths()).isZero();
    platform.settle();
    assertThat(platform.stored(record).state()).isInstanceOf(Ready.class);
  }

  @Test
  void aWorkerGivesUpWhenTheRecordsAreInAnotherStore() throws Exception {
    Platform platform = new Platform(folder);
    VersionRecord record = platform.uploaded();
    assertThat(workUntil(platform, record, Optional.of(State.MOVED)))
        .isInstanceOf(Verdict.RetryAfter.class);
    assertThat(platform.stored(record).state()).isInstanceOf(Processing.class);
  }
}
