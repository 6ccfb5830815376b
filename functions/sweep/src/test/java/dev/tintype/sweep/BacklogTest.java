package dev.tintype.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.Change.Write;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.sweep.Backlog.Behind;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private final MemoryJobStore jobs = new MemoryJobStore();
  private final Backlog backlog = new Backlog(jobs, new TestClock(NOW));

  private void add(Duration age, Duration dueIn, VersionState state) {
    add(age, dueIn, state, Lane.FRESH);
  }

  private void add(Duration age, Duration dueIn, VersionState state, Lane lane) {
    Instant created = NOW.minus(age);
    ImageJob job =
        ImageJob.of(
            ImageId.newUlid(created, new SecureRandom()),
            new ImageJob.Original(Sha256.of("x"), 1, "image/png"),
            Recipes.FAST,
            RenderRevision.parse("1-test"),
            created);
    VersionRecord record =
        new VersionRecord(job, 1, 1, 1, 0, 0, state, Optional.of(NOW.plus(dueIn)), created, lane);
    jobs.commit(Change.of(new Write.PutVersion(Optional.empty(), record)));
  }

  @Test
  void anEmptyStoreHasNoBacklog() {
    assertThat(backlog.look()).isEqualTo(new Behind(Duration.ZERO, Duration.ZERO));
  }

  @Test
  void aJobDueLaterIsUnfinishedButNotOverdue() {
    add(Duration.ofMinutes(9), Duration.ofMinutes(1), new VersionState.Queued(NOW));
    assertThat(backlog.look()).isEqualTo(new Behind(Duration.ZERO, Duration.ofMinutes(9)));
  }

  @Test
  void bulkWorkMayWaitForDays() {
    add(Duration.ofDays(2), Duration.ofMinutes(1), new VersionState.Queued(NOW), Lane.BULK);
    add(Duration.ofMinutes(3), Duration.ofMinutes(2), new VersionState.Queued(NOW));
    assertThat(backlog.look()).isEqualTo(new Behind(Duration.ZERO, Duration.ofMinutes(3)));
  }

  @Test
  void theBacklogIsTheAgeOfTheOldestOfEachKind() {
    add(Duration.ofMinutes(9), Duration.ofMinutes(1), new VersionState.Queued(NOW));
    add(Duration.ofMinutes(5), Duration.ofMinutes(-3), new VersionState.Queued(NOW));
    add(Duration.ofHours(2), Duration.ofMinutes(-4), new VersionState.AwaitingUpload(NOW));
    assertThat(backlog.look()).isEqualTo(new Behind(Duration.ofMinutes(4), Duration.ofMinutes(9)));
  }
}
