package dev.tintype.core.flow;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.upload.Started;
import dev.tintype.core.flow.verify.CheckImage;
import dev.tintype.core.flow.verify.Damage;
import dev.tintype.core.flow.verify.Verify;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyJobStore;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.ForwardingJobStore;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Race;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Storage.PutResult;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.Storage.StoredObject;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.state.ImageRecord.Life;
import dev.tintype.core.state.Schedule;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Two workers on one image, over any job store and storage. They start at the same moment; or one
/// is frozen somewhere beyond its lease and wakes after the other has finished or the image was
/// erased. The clock is moved by the test. Calls under way while a worker was frozen fail, as they
/// would after a timeout.
public final class Races {

  private static final Duration LONGEST_CALL = Duration.ofMinutes(1);
  private static final int CROSSINGS = 28;

  private final TestClock clock;
  private final EpochWatch watch;
  private final Storage originals;
  private final Storage variants;
  private final WorkFolders folders;
  private final MemoryQueue queue;
  private final Random random;
  private int number;

  /// @param work a folder for the workers
  public Races(
      JobStore jobs, Storage originals, Storage variants, TestClock clock, Path work, long seed) {
    this.clock = clock;
    this.watch = new EpochWatch(jobs);
    this.originals = originals;
    this.variants = variants;
    this.folders = new WorkFolders(work);
    this.queue = new MemoryQueue(clock);
    this.random = new Random(seed);
    folders.prepare();
  }

  /// The results of some races.
  ///
  /// @param races the number of races
  /// @param frozen in how many of them a worker was frozen
  /// @param erased in how many of them the image was erased meanwhile
  /// @param staleWrites writes over a record that another process had written since it was read
  /// @param changed races after which a final state or file changed
  /// @param unfinished races with a wrong end
  public record Tally(
      int races, int frozen, int erased, int staleWrites, int changed, int unfinished) {}

  /// Starts two workers at the same moment, repeatedly.
  public Tally together(int races) throws Exception {
    int unfinished = 0;
    for (int i = 0; i < races; i++) {
      VersionRecord record = uploaded();
      Race.of(2, _ -> () -> worker(_ -> {}).process(message(record), 1));
      unfinished += isReady(record) ? 0 : 1;
      sweep();
    }
    return new Tally(races, 0, 0, watch.stale(), 0, unfinished);
  }

  /// Freezes one worker at a random call or boundary, lets another finish, and wakes the first.
  public Tally frozen(int races) throws Exception {
    int frozen = 0;
    int erased = 0;
    int changed = 0;
    int unfinished = 0;
    try (var threads = Executors.newSingleThreadExecutor()) {
      for (int i = 0; i < races; i++) {
        VersionRecord record = uploaded();
        Freezer freezer = new Freezer(random.nextInt(CROSSINGS));
        Future<?> first = threads.submit(() -> processQuietly(record, freezer));
        frozen += freezer.awaitFrozenOr(first) ? 1 : 0;
        clock.advance(Schedule.LEASE.plusSeconds(random.nextInt(1, 600)));
        boolean erase = random.nextInt(5) == 0;
        if (erase) {
          erased++;
          erase(record.job().imageId());
        } else {
          worker(_ -> {}).process(message(record), 2);
        }
        List<String> before = everything(record);
        freezer.wake();
        first.get();
        changed += everything(record).equals(before) ? 0 : 1;
        unfinished += (erase ? isErased(record) : isReady(record)) ? 0 : 1;
        sweep();
      }
    }
    return new Tally(races, frozen, erased, watch.stale(), changed, unfinished);
  }

  private void processQuietly(VersionRecord record, Freezer freezer) {
    try {
      worker(freezer).process(message(record), 1);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private VersionRecord uploaded() throws IOException {
    byte[] bytes = ("original " + number++ + " 1").getBytes(StandardCharsets.UTF_8);
    StartUpload start =
        new StartUpload(
            new Stores(watch, originals, variants),
            new MemorySigner(clock),
            queue,
            Platform.REVISION,
            context(StepBoundary.UNHEARD));
    Started.Accepted started =
        Platform.accepted(
            start.newImage(
                new Wish(Platform.original(bytes), Platform.RECIPE),
                Optional.empty(),
                Optional.empty()));
    Path file = Files.write(folders.root().resolve("upload"), bytes);
    PutResult put =
        originals.put(
            started.record().job().originalKey(),
            new StoredFile(file, bytes.length, Sha256.of(bytes), "image/jpeg", "private"));
    if (put != PutResult.STORED) {
      throw new IllegalStateException("the original was there before: " + put);
    }
    return started.record();
  }

  private FlowContext context(StepBoundary boundary) {
    return new FlowContext(clock, new java.security.SecureRandom(), boundary);
  }

  /// Called at every call and every boundary of one worker.
  private interface Crossing {
    void crossed(boolean insideCall);
  }

  private ProcessJob worker(Crossing crossing) {
    Faults faults =
        new Faults() {
          @Override
          public void before(String what, String key) {
            crossing.crossed(true);
          }

          @Override
          public void after(String what, String key) {
            crossing.crossed(true);
          }
        };
    Stores stores =
        new Stores(
            new FlakyJobStore(watch, faults),
            new FlakyStorage(originals, faults),
            new FlakyStorage(variants, faults));
    RenderTools renderTools = Platform.renderTools(folders, _ -> {});
    return new ProcessJob(stores, queue, renderTools, context(_ -> crossing.crossed(false)));
  }

  private static Message message(VersionRecord record) {
    return new Message(record.job().imageId(), record.job().version(), "race");
  }

  private Sweep.Swept sweep() {
    FlowContext own = context(StepBoundary.UNHEARD);
    Stores stores = new Stores(watch, originals, variants);
    return new Sweep(stores, queue, EdgeCache.NONE, new Notify(watch, new ToldIds(), own), own)
        .sweep(200);
  }

  private void erase(ImageId id) {
    new Erase(watch, context(StepBoundary.UNHEARD)).erase(id);
    for (int i = 0; i < 8; i++) {
      sweep();
      clock.advance(Duration.ofMinutes(30));
    }
  }

  private boolean isReady(VersionRecord record) {
    Optional<VersionRecord> now = watch.version(record.job().imageId(), record.job().version());
    if (now.isEmpty() || !(now.get().state() instanceof Ready)) {
      return false;
    }
    List<Damage> damages = new ArrayList<>();
    Stores stores = new Stores(watch, originals, variants);
    new CheckImage(stores, Verify.Depth.BYTES).check(record.job().imageId(), damages::add);
    return damages.isEmpty();
  }

  private boolean isErased(VersionRecord record) {
    ImageId id = record.job().imageId();
    return watch.image(id).filter(image -> image.life() instanceof Life.Erased).isPresent()
        && variants.list(Keys.variants(id), Optional.empty(), 1).isEmpty()
        && originals.list(Keys.originals(id), Optional.empty(), 1).isEmpty();
  }

  /// @return everything stored about an image: records, and files with their lengths and instants
  private List<String> everything(VersionRecord record) {
    ImageId id = record.job().imageId();
    List<String> all = new ArrayList<>();
    all.add(String.valueOf(watch.image(id)));
    watch.versions(id).forEach(version -> all.add(version.toString()));
    for (StoredObject object : variants.list(Keys.variants(id), Optional.empty(), 1_000)) {
      all.add(object.toString());
    }
    for (StoredObject object : originals.list(Keys.originals(id), Optional.empty(), 1_000)) {
      all.add(object.toString());
    }
    return all;
  }

  /// Stops its worker at one crossing until it is woken.
  private final class Freezer implements Crossing {

    private final int at;
    private final AtomicInteger crossings = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch woken = new CountDownLatch(1);

    Freezer(int at) {
      this.at = at;
    }

    @Override
    public void crossed(boolean insideCall) {
      if (crossings.getAndIncrement() != at) {
        return;
      }
      Instant asked = clock.instant();
      reached.countDown();
      try {
        woken.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      if (insideCall && clock.instant().isAfter(asked.plus(LONGEST_CALL))) {
        throw new StoreUnavailable("given up");
      }
    }

    /// @return whether it froze; false when the worker finished first
    boolean awaitFrozenOr(Future<?> worker) throws InterruptedException {
      while (reached.getCount() > 0 && !worker.isDone()) {
        Thread.onSpinWait();
      }
      return reached.getCount() == 0;
    }

    void wake() {
      woken.countDown();
    }
  }

  /// Counts changes applied over a record that another process had written. Such a change writes
  /// one epoch twice.
  private static final class EpochWatch extends ForwardingJobStore {

    private final Set<String> written = ConcurrentHashMap.newKeySet();
    private final AtomicInteger stale = new AtomicInteger();

    EpochWatch(JobStore inner) {
      super(inner);
    }

    int stale() {
      return stale.get();
    }

    @Override
    public boolean commit(Change change) {
      boolean applied = super.commit(change);
      if (applied) {
        for (Change.Write write : change.writes()) {
          if (write instanceof Change.Write.PutVersion put
              && !written.add(put.after().job().imageId() + " " + put.after().epoch())) {
            stale.incrementAndGet();
          }
        }
      }
      return applied;
    }
  }
}
