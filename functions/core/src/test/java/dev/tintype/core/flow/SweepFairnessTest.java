package dev.tintype.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.disk.MemoryFolder;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.sweep.Sweep.Swept;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.AwaitingUpload;
import dev.tintype.core.state.VersionState.Queued;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A record that cannot be handled now does not delay others and does not fill the log.
final class SweepFairnessTest {

  private static final int LIMIT = 200;

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private final Logger logger = Logger.getLogger("dev.tintype.flow");
  private final Lines lines = new Lines();
  private final Broken broken = new Broken();
  private Platform platform;
  private Sweep sweep;

  /// Key prefixes for which storage does not answer, or answers slowly.
  private final class Broken implements Faults {
    private final Set<String> prefixes = new HashSet<>();
    private Duration wait = Duration.ZERO;
    private int calls;

    @Override
    public void before(String what, String key) {
      if (prefixes.stream().anyMatch(key::startsWith)) {
        calls++;
        platform.clock.advance(wait);
        throw new StoreUnavailable("no answer about " + key);
      }
    }

    @Override
    public void after(String what, String key) {}
  }

  private static final class Lines extends Handler {
    private final List<String> all = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      all.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void build() {
    platform = new Platform(folder);
    logger.addHandler(lines);
    Stores stores =
        new Stores(
            platform.jobs,
            new FlakyStorage(platform.originals, broken),
            new FlakyStorage(platform.variants, broken));
    Notify notify =
        new Notify(
            platform.jobs,
            outcome -> {
              platform.told.add(outcome);
              return new Notifier.Answer.Told();
            },
            platform.context);
    sweep = new Sweep(stores, platform.queue, EdgeCache.NONE, notify, platform.context);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(lines);
  }

  private VersionRecord erased() {
    VersionRecord record = platform.started();
    new Erase(platform.jobs, platform.context).erase(record.job().imageId());
    return record;
  }

  /// Erases this many images whose files storage does not answer for.
  private void eraseInVain(int count) {
    for (int i = 0; i < count; i++) {
      ImageId id = erased().job().imageId();
      broken.prefixes.add(Keys.variants(id));
    }
    platform.clock.advance(Duration.ofSeconds(1));
  }

  private boolean isErased(VersionRecord record) {
    ImageRecord image = platform.jobs.image(record.job().imageId()).orElseThrow();
    return image.life() instanceof Life.Erasing
        && image.dueAt().orElseThrow().isAfter(platform.clock.instant())
        && platform.jobs.versions(record.job().imageId()).isEmpty();
  }

  private void sweepWhileThereIsMore() {
    Swept swept;
    do {
      swept = sweep.sweep(LIMIT);
    } while (swept.more());
  }

  @Test
  void failingErasuresArePostponedAndOthersProceed() {
    eraseInVain(3 * LIMIT);
    VersionRecord healthy = erased();
    sweepWhileThereIsMore();
    assertThat(isErased(healthy)).isTrue();
    int calls = broken.calls;
    assertThat(calls).isEqualTo(3 * LIMIT);
    sweepWhileThereIsMore();
    assertThat(broken.calls).as("a failed erasure is postponed").isEqualTo(calls);
    for (int i = 0; i < 12; i++) {
      platform.clock.advance(Duration.ofMinutes(5));
      sweepWhileThereIsMore();
    }
    assertThat(broken.calls / (3 * LIMIT)).as("and is tried with growing delays").isBetween(5, 9);
    broken.prefixes.clear();
    platform.clock.advance(Duration.ofMinutes(15));
    sweepWhileThereIsMore();
    assertThat(platform.jobs.allVersions()).isEmpty();
  }

  @Test
  void manyFailuresGiveFewLogLines() {
    eraseInVain(2 * LIMIT);
    for (int second = 0; second < 60; second++) {
      sweep.sweep(LIMIT);
      platform.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(lines.all)
        .filteredOn(line -> line.contains("event=sweep.unavailable"))
        .hasSizeBetween(1, 20);
    platform.clock.advance(Duration.ofMinutes(15));
    sweep.sweep(LIMIT);
    assertThat(lines.all)
        .anySatisfy(line -> assertThat(line).containsPattern("suppressed=[1-9][0-9]{2}"));
  }

  @Test
  void slowlyFailingErasuresDoNotDelayMessagesAndNotifications() throws Exception {
    eraseInVain(LIMIT);
    VersionRecord lost = platform.started();
    platform.originals.put(lost.job().originalKey(), Platform.BYTES);
    VersionRecord ready = platform.uploaded();
    platform.process(ready);
    platform.clock.advance(Schedule.PERMISSION);
    broken.wait = Duration.ofSeconds(30);
    sweep.sweep(2 * LIMIT);
    assertThat(platform.stored(lost).state()).isInstanceOf(Queued.class);
    assertThat(platform.toldTypes()).containsExactly("image.ready");
    assertThat(broken.calls).as("failures of one kind take some seconds of a turn").isLessThan(3);
  }

  @Test
  void aCheckForAnUploadIsPostponedWhileStorageFails() {
    List<VersionRecord> waiting = new ArrayList<>();
    for (int i = 0; i < LIMIT; i++) {
      waiting.add(platform.started());
      broken.prefixes.add(waiting.getLast().job().originalKey());
    }
    platform.clock.advance(Duration.ofSeconds(1));
    VersionRecord found = platform.started();
    platform.originals.put(found.job().originalKey(), Platform.BYTES);
    platform.clock.advance(Schedule.PERMISSION);
    sweepWhileThereIsMore();
    assertThat(platform.stored(found).state()).isInstanceOf(Queued.class);
    assertThat(waiting)
        .allSatisfy(record ->
            assertThat(platform.stored(record).state()).isInstanceOf(AwaitingUpload.class));
    broken.prefixes.clear();
    waiting.forEach(record -> platform.originals.put(record.job().originalKey(), Platform.BYTES));
    platform.clock.advance(Duration.ofSeconds(10));
    sweepWhileThereIsMore();
    assertThat(waiting)
        .allSatisfy(
            record -> assertThat(platform.stored(record).state()).isInstanceOf(Queued.class));
  }

  @Test
  void anUnexpectedExceptionForOneRecordDoesNotStopOthers() throws Exception {
    VersionRecord first = erasedAfterReady();
    VersionRecord second = erasedAfterReady();
    Sweep mistaken =
        new Sweep(
            platform.stores,
            platform.queue,
            prefixes -> {
              if (prefixes.contains(Keys.variants(first.job().imageId()))) {
                throw new IllegalStateException("a mistake");
              }
              return new EdgeCache.Answer.Accepted();
            },
            new Notify(platform.jobs, _ -> new Notifier.Answer.Told(), platform.context),
            platform.context);
    assertThat(mistaken.sweep(LIMIT).done()).isEqualTo(3);
    assertThat(isErased(second)).isTrue();
    assertThat(isErased(first)).isFalse();
    assertThat(lines.all).anySatisfy(line -> assertThat(line).contains("event=sweep.failed"));
  }

  private VersionRecord erasedAfterReady() throws Exception {
    VersionRecord record = platform.uploaded();
    platform.process(record);
    new Erase(platform.jobs, platform.context).erase(record.job().imageId());
    return record;
  }
}
