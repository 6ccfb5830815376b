package dev.tintype.core.flow;

import dev.tintype.core.ImageId;
import dev.tintype.core.Keys;
import dev.tintype.core.flow.erase.Erase;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.port.Faults;
import dev.tintype.core.port.FlakyJobStore;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.port.TestEdge;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A platform in simulated time that erases many images, with an edge cache that may be down, busy
/// or slow. A sweep starts each minute and may begin work for 45 seconds, as on AWS. Each call
/// takes time: 5 ms to the job store, 20 ms to a storage or the receiver. Meanwhile other images
/// become ready.
public final class Erasures {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration BUDGET = Duration.ofSeconds(45);
  private static final Duration JOBS_CALL = Duration.ofMillis(5);
  private static final Duration STORAGE_CALL = Duration.ofMillis(20);
  private static final int ROUND = 25;

  final TestClock clock;
  final TestEdge edge;
  final MemoryStorage originals;
  final MemoryStorage variants;
  final JobStore jobs;
  private final Stores stores;
  private final Stores timed;
  private final MemoryQueue queue;
  private final FlowContext context;
  private final WorkFolders folders;
  private final Sweep sweep;
  private final Map<String, Instant> told = new HashMap<>();
  private final List<Duration> delays = new ArrayList<>();
  private final Set<ImageId> published = new HashSet<>();
  private Instant nextSweep;
  private int number;
  private Duration receiver = STORAGE_CALL;

  /// @param jobs an empty job store
  /// @param clock the time
  /// @param edge the edge cache
  /// @param work a folder for the worker
  public Erasures(JobStore jobs, TestClock clock, TestEdge edge, Path work) {
    this.jobs = jobs;
    this.clock = clock;
    this.edge = edge;
    this.originals = new MemoryStorage(clock);
    this.variants = new MemoryStorage(clock);
    this.stores = new Stores(jobs, originals, variants);
    this.timed =
        new Stores(
            new FlakyJobStore(jobs, slow()),
            new TimedStorage(originals, clock, STORAGE_CALL),
            new TimedStorage(variants, clock, STORAGE_CALL));
    this.queue = new MemoryQueue(clock);
    this.context = new FlowContext(clock, new SeededSecureRandom(1), StepBoundary.UNHEARD);
    this.folders = new WorkFolders(work);
    folders.prepare();
    Notify notify = new Notify(timed.jobs(), this::tell, context);
    this.sweep = new Sweep(timed, queue, edge, notify, context);
    this.nextSweep = clock.instant();
  }

  private Faults slow() {
    return new Faults() {
      @Override
      public void before(String what, String key) {
        clock.advance(JOBS_CALL);
      }

      @Override
      public void after(String what, String key) {}
    };
  }

  /// @param call how long the receiver of notifications takes from now on
  void receiverTakes(Duration call) {
    receiver = call;
  }

  private Notifier.Answer tell(Outcome outcome) {
    clock.advance(receiver);
    told.putIfAbsent(outcome.id(), clock.instant());
    if (outcome.type().equals("image.erased")) {
      checkForgotten(outcome.imageId());
    } else {
      delays.add(Duration.between(outcome.occurredAt(), clock.instant()));
    }
    return new Notifier.Answer.Told();
  }

  private void checkForgotten(ImageId id) {
    if (published.contains(id) && !edge.accepted().containsKey(Keys.variants(id))) {
      throw new AssertionError("told of an erasure with copies near viewers: " + id);
    }
  }

  /// @return a version that awaits its upload
  public VersionRecord started() {
    byte[] bytes = ("original " + number++ + " 1").getBytes(StandardCharsets.UTF_8);
    StartUpload start =
        new StartUpload(stores, new MemorySigner(clock), queue, Platform.REVISION, context);
    VersionRecord record =
        Platform.accepted(
                start.newImage(
                    new Wish(Platform.original(bytes), Platform.RECIPE),
                    Optional.empty(),
                    Optional.empty()))
            .record();
    originals.put(record.job().originalKey(), bytes);
    return record;
  }

  /// @return a version that is ready; its outcome is not sent yet
  public VersionRecord ready() throws InterruptedException {
    VersionRecord record = started();
    new OriginalArrived(stores, queue, context).arrived(record.job().originalKey());
    Message message = new Message(record.job().imageId(), record.job().version(), "test");
    new ProcessJob(stores, queue, Platform.renderTools(folders, _ -> {}), context)
        .process(message, 1);
    published.add(record.job().imageId());
    return record;
  }

  /// Requests the erasure of images, a millisecond each.
  public void erase(List<VersionRecord> records) {
    for (VersionRecord record : records) {
      new Erase(jobs, context).erase(record.job().imageId());
      clock.advance(Duration.ofMillis(1));
    }
  }

  /// @return as many ready images, whose outcomes were sent
  public List<VersionRecord> ready(int count) throws InterruptedException {
    List<VersionRecord> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(ready());
    }
    while (notifications() < count) {
      sweep();
    }
    return images;
  }

  /// Runs the sweep of the next minute.
  ///
  /// @return how long it took
  public Duration sweep() {
    if (clock.instant().isBefore(nextSweep)) {
      clock.advance(Duration.between(clock.instant(), nextSweep));
    }
    Instant began = clock.instant();
    sweep.rounds(ROUND, began.plus(BUDGET));
    nextSweep = nextSweep.plus(MINUTE);
    return Duration.between(began, clock.instant());
  }

  /// Lets as many images become ready, and runs the sweep of the next minute.
  public void minute(int images) throws InterruptedException {
    for (int i = 0; i < images; i++) {
      ready();
    }
    sweep();
  }

  /// Erases as many images while the edge cache is down for some minutes.
  ///
  /// @return how long after the recovery the last notification of an erasure was sent, in minutes;
  ///   at most 300
  /// @throws AssertionError when files are left after two sweeps, or when an erasure is notified
  ///   during the outage
  public int outage(int count, int minutes) throws InterruptedException {
    List<VersionRecord> images = ready(count);
    edge.setDown(true);
    erase(images);
    for (int minute = 0; minute < minutes; minute++) {
      minute(1);
      if (minute >= 1 && filesOf(images) > 0) {
        throw new AssertionError(filesOf(images) + " images have files after " + minute);
      }
    }
    if (erasuresTold() > 0 || forgotten(images) > 0) {
      throw new AssertionError("told of erasures during the outage");
    }
    edge.setDown(false);
    int after = 0;
    while (erasuresTold() < count && after < 300) {
      minute(1);
      after++;
    }
    return after;
  }

  /// @return how many of these images have files in storage
  public long filesOf(List<VersionRecord> images) {
    return images.stream()
        .map(record -> record.job().imageId())
        .filter(id ->
            !variants.list(Keys.variants(id), Optional.empty(), 1).isEmpty()
                || !originals.list(Keys.originals(id), Optional.empty(), 1).isEmpty())
        .count();
  }

  /// @return for how many of these images the edge cache has accepted the request to forget them
  public long forgotten(List<VersionRecord> images) {
    return images.stream()
        .filter(record -> edge.accepted().containsKey(Keys.variants(record.job().imageId())))
        .count();
  }

  /// @return of how many different erasures the receiver was notified
  public long erasuresTold() {
    return told.keySet().stream().filter(id -> id.endsWith("_erased")).count();
  }

  /// @return the longest time from the end of an image to its notification, erasures left out
  public Duration slowestNotification() {
    return delays.stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /// @return how many notifications were sent, erasures left out
  public int notifications() {
    return delays.size();
  }
}
