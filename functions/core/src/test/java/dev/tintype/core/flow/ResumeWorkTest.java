package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.Rejection;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.process.ResumeWork;
import dev.tintype.core.state.Attempt;
import dev.tintype.core.state.Claim;
import dev.tintype.core.state.Step;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Processing;
import dev.tintype.core.state.VersionState.Queued;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResumeWorkTest {

  private static final String WORKER = "worker-1";
  private static final Predicate<String> IS_DEAD = WORKER::equals;

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private Platform platform;
  private ResumeWork resumeWork;
  private VersionWrites writes;

  @BeforeEach
  void build() {
    platform = new Platform(folder);
    resumeWork = new ResumeWork(platform.stores, platform.queue, platform.context);
    writes = new VersionWrites(platform.jobs);
  }

  private VersionState stateOf(VersionRecord record) {
    return platform.stored(record).state();
  }

  /// @return a version whose lease a worker holds at a step
  private VersionRecord held(VersionRecord record, Step step) {
    VersionRecord before = platform.stored(record);
    String owner = new WorkFolders(Path.of("work", WORKER)).owner("0123");
    Claim.Granted granted = (Claim.Granted) Claim.of(before, owner, platform.context.now());
    VersionRecord held = Attempt.stepped(granted.record(), step, platform.context.now());
    assertThat(writes.write(before, granted.record())).isTrue();
    assertThat(writes.write(granted.record(), held)).isTrue();
    return held;
  }

  @Test
  void theLeaseOfADeadWorkerEndsAtOnceAndAnotherWorkerFinishes() throws Exception {
    VersionRecord held = held(platform.uploaded(), Step.PUBLISH);
    assertThat(resumeWork.fromDeadWorker(held, IS_DEAD)).isTrue();
    assertThat(stateOf(held)).isInstanceOf(Queued.class);
    while (platform.receive()) {
      continue;
    }
    assertThat(stateOf(held)).isInstanceOf(Ready.class);
  }

  @Test
  void lateWritesOfADeadWorkerFail() {
    VersionRecord held = held(platform.uploaded(), Step.PUBLISH);
    resumeWork.fromDeadWorker(held, IS_DEAD);
    VersionRecord late = Attempt.rejected(held, Rejection.CORRUPT, "late", platform.context.now());
    assertThat(writes.write(held, late)).isFalse();
    platform.clock.advance(Duration.ofSeconds(1));
    assertThat(resumeWork.fromDeadWorker(held, IS_DEAD)).isFalse();
    assertThat(stateOf(held)).isInstanceOf(Queued.class);
  }

  @Test
  void theLeaseOfALiveWorkerIsKept() {
    VersionRecord held = held(platform.uploaded(), Step.DECODE);
    assertThat(resumeWork.fromDeadWorker(held, name -> false)).isFalse();
    assertThat(stateOf(held)).isInstanceOf(Processing.class);
  }

  @Test
  void repeatedDeathsWhileDecodingFailTheVersion() {
    VersionRecord record = platform.uploaded();
    resumeWork.fromDeadWorker(held(record, Step.DECODE), IS_DEAD);
    assertThat(platform.stored(record).deaths()).isEqualTo(1);
    resumeWork.fromDeadWorker(held(record, Step.ENCODE), IS_DEAD);
    assertThat(stateOf(record))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.reason()).isEqualTo(Rejection.DECODER_CRASHED));
  }

  @Test
  void anUnannouncedOriginalIsProcessedBeforeItsPermissionEnds() throws Exception {
    VersionRecord record = platform.started();
    assertThat(resumeWork.ifArrived(record)).isFalse();
    platform.originals.put(record.job().originalKey(), Platform.BYTES);
    assertThat(resumeWork.ifArrived(record)).isTrue();
    assertThat(stateOf(record)).isInstanceOf(AwaitingUpload.class);
    while (platform.receive()) {
      continue;
    }
    assertThat(stateOf(record)).isInstanceOf(Ready.class);
    assertThat(resumeWork.ifArrived(platform.stored(record))).isFalse();
  }
}
