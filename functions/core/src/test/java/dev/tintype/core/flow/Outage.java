package dev.tintype.core.flow;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Recipe;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.flow.process.Receive;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.flow.upload.RequestKey;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.upload.Started;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyJobStore;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Ready;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A platform in memory with simulated time and one part that is down for a while. One upload
/// arrives every ten seconds, and a client repeats a request that fails.
public final class Outage {

  private static final Duration STEP = Duration.ofSeconds(10);
  private static final Duration BEFORE = Duration.ofMinutes(2);
  private static final Duration AFTER = Duration.ofMinutes(10);
  private static final Duration LONGEST_DRAIN = Duration.ofHours(12);

  /// The part that is down.
  public enum Part {
    /// Originals and variants can be neither read nor written nor listed.
    STORAGE,
    /// Only variants are unavailable, so work starts and fails.
    VARIANTS,
    /// No message can be sent or received.
    QUEUE,
    /// The job store does not answer.
    DATABASE
  }

  /// The result of an outage.
  ///
  /// @param uploads how many images were uploaded
  /// @param ready how many became ready
  /// @param failed how many failed, for any reason
  /// @param told how many different outcomes were notified
  /// @param drained how long after the outage the last image of the backlog was ready
  /// @param attempts the most attempts that one image took
  public record Result(
      int uploads, int ready, int failed, int told, Duration drained, int attempts) {}

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final MemoryJobStore jobs = new MemoryJobStore();
  private final MemoryStorage originals = new MemoryStorage(clock);
  private final MemoryStorage variants = new MemoryStorage(clock);
  private final MemoryQueue queue = new MemoryQueue(clock);
  private final Set<Part> down = new HashSet<>();
  private final ToldIds told = new ToldIds();
  private final List<VersionRecord> uploads = new ArrayList<>();
  private final List<byte[]> waiting = new ArrayList<>();
  private final FlowContext context =
      new FlowContext(clock, new SeededSecureRandom(7), StepBoundary.UNHEARD);
  private final Stores stores =
      new Stores(
          new FlakyJobStore(jobs, failing(Part.DATABASE)),
          new FlakyStorage(originals, failing(Part.STORAGE)),
          new FlakyStorage(
              new FlakyStorage(variants, failing(Part.STORAGE)), failing(Part.VARIANTS)));
  private final WorkFolders folders;
  private int number;

  private Outage(Path work) {
    this.folders = new WorkFolders(work);
    folders.prepare();
  }

  /// Simulates one outage.
  ///
  /// @param work a folder for the worker
  public static Result play(Part part, Duration duration, Path work) throws InterruptedException {
    return new Outage(work).play(part, duration);
  }

  private Result play(Part part, Duration duration) throws InterruptedException {
    run(BEFORE, true);
    down.add(part);
    run(duration, true);
    down.clear();
    Instant over = clock.instant();
    run(AFTER, true);
    while (!isQuiet() && clock.instant().isBefore(over.plus(LONGEST_DRAIN))) {
      run(STEP, false);
    }
    List<VersionRecord> ends =
        uploads.stream()
            .map(u -> jobs.version(u.job().imageId(), u.job().version()).orElseThrow())
            .toList();
    return new Result(
        uploads.size(),
        count(ends, Ready.class),
        count(ends, Failed.class),
        told.count(),
        Duration.between(over, drained(ends, over)),
        ends.stream().mapToInt(VersionRecord::attempts).max().orElse(0));
  }

  private static int count(List<VersionRecord> ends, Class<? extends VersionState> state) {
    return (int) ends.stream().filter(end -> state.isInstance(end.state())).count();
  }

  /// @return when the last image that was uploaded before the end of the outage was written last
  private static Instant drained(List<VersionRecord> ends, Instant over) {
    return ends.stream()
        .filter(end -> end.job().createdAt().isBefore(over))
        .map(VersionRecord::updatedAt)
        .max(Instant::compareTo)
        .filter(last -> last.isAfter(over))
        .orElse(over);
  }

  private boolean isQuiet() {
    return waiting.isEmpty()
        && uploads.stream()
            .allMatch(u ->
                jobs.version(u.job().imageId(), u.job().version()).orElseThrow().state().isEnd());
  }

  private void run(Duration duration, boolean uploading) throws InterruptedException {
    Instant end = clock.instant().plus(duration);
    while (clock.instant().isBefore(end)) {
      if (uploading) {
        waiting.add(("original " + number++ + " 1").getBytes(StandardCharsets.UTF_8));
      }
      waiting.removeIf(this::isUploaded);
      work();
      sweep();
      clock.advance(STEP);
    }
  }

  private boolean isUploaded(byte[] bytes) {
    try {
      Original original = Platform.original(bytes);
      Recipe recipe = Platform.RECIPE;
      StartUpload start =
          new StartUpload(stores, new MemorySigner(clock), sender(), Platform.REVISION, context);
      RequestKey key = new RequestKey(Sha256.of(bytes), Sha256.of(bytes));
      Started.Accepted started =
          Platform.accepted(
              start.newImage(new Wish(original, recipe), Optional.empty(), Optional.of(key)));
      if (uploads.stream()
          .noneMatch(u -> u.job().imageId().equals(started.record().job().imageId()))) {
        uploads.add(started.record());
      }
      failing(Part.STORAGE).before("put", "");
      originals.put(started.record().job().originalKey(), bytes);
      arrive(started.record());
      return true;
    } catch (StoreUnavailable _) {
      return false;
    }
  }

  /// The client gets its answer even when the message could not be sent.
  private void arrive(VersionRecord record) {
    try {
      new OriginalArrived(stores, sender(), context).arrived(record.job().originalKey());
    } catch (StoreUnavailable _) {
      // The sweeper looks for the original when its upload permission ends.
      return;
    }
  }

  private void work() throws InterruptedException {
    RenderTools renderTools = Platform.renderTools(folders, _ -> {});
    Receive receive =
        new Receive(
            new DownQueue(),
            new ProcessJob(stores, sender(), renderTools, context),
            (_, _) -> () -> {},
            context);
    try {
      // The most messages that a worker processes per step.
      for (int i = 0; i < 20 && receive.one(Duration.ZERO); i++) {
        continue;
      }
    } catch (StoreUnavailable _) {
      return;
    }
  }

  private void sweep() {
    Notify notify = new Notify(stores.jobs(), told, context);
    try {
      new Sweep(stores, sender(), EdgeCache.NONE, notify, context).sweep(100);
    } catch (StoreUnavailable _) {
      return;
    }
  }

  private Faults failing(Part part) {
    return new Faults() {
      @Override
      public void before(String what, String key) {
        if (down.contains(part)) {
          throw new StoreUnavailable(part + " is down");
        }
      }

      @Override
      public void after(String what, String key) {}
    };
  }

  private JobSender sender() {
    return new DownQueue();
  }

  private final class DownQueue implements JobSender, JobReceiver {

    private void check() {
      failing(Part.QUEUE).before("queue", "");
    }

    @Override
    public void send(Message message, Lane lane, Duration delay) {
      check();
      queue.send(message, lane, delay);
    }

    @Override
    public Optional<Delivery> receive(Duration wait, Duration visibility, Set<Lane> lanes)
        throws InterruptedException {
      check();
      return queue.receive(wait, visibility, lanes);
    }

    @Override
    public boolean extend(Delivery delivery, Duration visibility) {
      check();
      return queue.extend(delivery, visibility);
    }

    @Override
    public void acknowledge(Delivery delivery) {
      check();
      queue.acknowledge(delivery);
    }

    @Override
    public void retryLater(Delivery delivery, Duration delay) {
      check();
      queue.retryLater(delivery, delay);
    }

    @Override
    public void deadLetter(Delivery delivery, String why) {
      check();
      queue.deadLetter(delivery, why);
    }
  }
}
