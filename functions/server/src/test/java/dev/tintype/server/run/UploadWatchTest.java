package dev.tintype.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.FlowContext;
import dev.tintype.core.flow.StepBoundary;
import dev.tintype.core.flow.Stores;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.flow.process.ResumeWork;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.upload.Started;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.recipe.Recipes;
import dev.tintype.core.state.VersionRecord;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UploadWatchTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final FlowContext context =
      new FlowContext(clock, new SecureRandom(), StepBoundary.UNHEARD);
  private final AtomicLong nanos = new AtomicLong();
  private final MemoryJobStore jobs = new MemoryJobStore();
  private final MemoryStorage originals = new MemoryStorage(clock);
  private final MemoryQueue queue = new MemoryQueue(clock);
  private final Requests requests = new Requests();
  private final Stores stores =
      new Stores(jobs, new FlakyStorage(originals, requests), new MemoryStorage(clock));
  private final UploadWatch watch =
      new UploadWatch(jobs, new ResumeWork(stores, queue, context), clock, nanos::get);

  /// Counts the requests to the storage. During an outage, it does not answer.
  private static final class Requests implements Faults {
    private int made;
    private boolean isOut;

    @Override
    public void before(String what, String key) {
      made++;
      if (isOut) {
        throw new StoreUnavailable("an outage");
      }
    }

    @Override
    public void after(String what, String key) {}
  }

  private VersionRecord started(String bytes) {
    Original original =
        new Original(Sha256.of(bytes), bytes.getBytes(StandardCharsets.UTF_8).length, "image/png");
    Tried<Started> started =
        new StartUpload(stores, new MemorySigner(clock), queue, RenderRevision.CURRENT, context)
            .newImage(new Wish(original, Recipes.FAST), Optional.empty(), Optional.empty());
    return ((Started.Accepted) started.found().orElseThrow()).record();
  }

  private void store(VersionRecord record, String bytes) {
    originals.put(record.job().originalKey(), bytes.getBytes(StandardCharsets.UTF_8));
  }

  /// Takes a turn each second.
  ///
  /// @return how many requests the storage got
  private int turns(Duration time) {
    int before = requests.made;
    for (long second = 0; second < time.toSeconds(); second++) {
      clock.advance(SECOND);
      nanos.addAndGet(SECOND.toNanos());
      assertThat(watch.take()).isFalse();
    }
    return requests.made - before;
  }

  @Test
  void anUploadIsNoticedWithinASecondWhileItIsFresh() {
    VersionRecord record = started("a");
    store(record, "a");
    assertThat(queue.bodies()).isEmpty();
    turns(SECOND);
    assertThat(queue.bodies()).hasSize(1);
  }

  @Test
  void anUploadIsNoticedAfterAQuarterOfItsTimeAtMost() {
    VersionRecord record = started("a");
    turns(Duration.ofSeconds(60));
    store(record, "a");
    turns(Duration.ofSeconds(16));
    assertThat(queue.bodies()).hasSize(1);
  }

  @Test
  void aFoundUploadIsAnnouncedAgainOnlyWhenItsMessageMayBeLost() {
    store(started("a"), "a");
    assertThat(turns(Duration.ofMinutes(4))).isEqualTo(1);
    turns(Duration.ofMinutes(2));
    assertThat(requests.made).isEqualTo(2);
  }

  @Test
  void aVersionThatWaitsForLongIsAskedForSeldom() {
    started("a");
    assertThat(turns(Duration.ofMinutes(1))).isBetween(8, 20);
    assertThat(turns(Duration.ofMinutes(13))).isBetween(10, 30);
    turns(Duration.ofMinutes(2));
    assertThat(turns(Duration.ofMinutes(60))).isBetween(10, 13);
  }

  @Test
  void aRenewedPermissionIsFreshAgain() {
    VersionRecord record = started("a");
    turns(Duration.ofMinutes(10));
    Tried<Started> renewed =
        new StartUpload(stores, new MemorySigner(clock), queue, RenderRevision.CURRENT, context)
            .permit(record.job().imageId(), record.job().version());
    assertThat(renewed.found()).containsInstanceOf(Started.Accepted.class);
    store(record, "a");
    turns(SECOND);
    assertThat(queue.bodies()).hasSize(1);
  }

  @Test
  void manyWaitingVersionsCostABoundedNumberOfRequestsAndAllAreFound() {
    int crowd = 3 * UploadWatch.MOST;
    for (int i = 0; i < crowd; i++) {
      store(started("original " + i), "original " + i);
    }
    requests.made = 0;
    assertThat(turns(SECOND)).isEqualTo(UploadWatch.MOST);
    turns(Duration.ofSeconds(2));
    assertThat(queue.bodies()).hasSize(crowd);
  }

  @Test
  void anOutageOfTheStorageIsWaitedFor() {
    VersionRecord record = started("a");
    store(record, "a");
    requests.isOut = true;
    assertThat(turns(Duration.ofSeconds(30))).isEqualTo(2);
    requests.isOut = false;
    turns(Duration.ofSeconds(15));
    assertThat(queue.bodies()).hasSize(1);
  }

  @Test
  void aClockThatWasAheadDelaysNoVersion() {
    VersionRecord record = started("a");
    turns(Duration.ofSeconds(2));
    clock.advance(Duration.ofDays(-1));
    store(record, "a");
    turns(SECOND);
    assertThat(queue.bodies()).hasSize(1);
  }
}
