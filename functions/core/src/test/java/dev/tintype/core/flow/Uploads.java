package dev.tintype.core.flow;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.upload.RequestKey;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.upload.Started;
import dev.tintype.core.flow.verify.CheckImage;
import dev.tintype.core.flow.verify.Damage;
import dev.tintype.core.flow.verify.Verify;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Storage.StoredFile;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.core.state.VersionState.Ready;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Uploads and processes originals over stores that fail. Client and worker retry as in production
/// until every image has ended.
public final class Uploads {

  private static final int TRIES = 300;

  private final Stores stores;
  private final TestClock clock;
  private final WorkFolders folders;
  private final MemoryQueue queue;
  private final FlowContext context;
  private final ToldIds told = new ToldIds();

  /// @param work a folder for the worker
  public Uploads(Stores stores, TestClock clock, Path work) {
    this.stores = stores;
    this.clock = clock;
    this.folders = new WorkFolders(work);
    this.queue = new MemoryQueue(clock);
    this.context = new FlowContext(clock, new java.security.SecureRandom(), StepBoundary.UNHEARD);
    folders.prepare();
  }

  /// The result.
  ///
  /// @param ready how many images are ready
  /// @param failed how many failed, for any reason
  /// @param told how many different outcomes were notified
  /// @param damages files that are not as promised
  public record Tally(int ready, int failed, int told, List<Damage> damages) {}

  /// Uploads and processes this many images.
  ///
  /// @param calm the same stores without faults, for the final check
  public Tally bring(int images, Stores calm) throws IOException, InterruptedException {
    List<VersionRecord> begun = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      VersionRecord record = upload(("original " + i + " 1").getBytes(StandardCharsets.UTF_8));
      process(record, calm);
      begun.add(record);
    }
    for (int i = 0; i < TRIES && told.count() < images; i++) {
      clock.advance(Duration.ofMinutes(15));
      sweep();
    }
    List<VersionRecord> ends = begun.stream().map(record -> stored(record, calm)).toList();
    List<Damage> damages = new ArrayList<>();
    CheckImage check = new CheckImage(calm, Verify.Depth.BYTES);
    ends.forEach(end -> check.check(end.job().imageId(), damages::add));
    return new Tally(
        (int) ends.stream().filter(end -> end.state() instanceof Ready).count(),
        (int) ends.stream().filter(end -> end.state() instanceof Failed).count(),
        told.count(),
        damages);
  }

  private static VersionRecord stored(VersionRecord record, Stores calm) {
    return calm.jobs().version(record.job().imageId(), record.job().version()).orElseThrow();
  }

  private VersionRecord upload(byte[] bytes) throws IOException {
    Original original = Platform.original(bytes);
    RequestKey key = new RequestKey(Sha256.of(bytes), Sha256.of(bytes));
    StartUpload start =
        new StartUpload(stores, new MemorySigner(clock), queue, Platform.REVISION, context);
    VersionRecord record =
        untilAnswered(() -> {
          Tried<Started> started =
              start.newImage(
                  new Wish(original, Platform.RECIPE), Optional.empty(), Optional.of(key));
          return started.found().orElse(null) instanceof Started.Accepted accepted
              ? Optional.of(accepted.record())
              : Optional.empty();
        });
    Path file = Files.write(folders.root().resolve("upload"), bytes);
    StoredFile stored =
        new StoredFile(file, bytes.length, Sha256.of(bytes), "image/jpeg", "private");
    untilAnswered(() -> Optional.of(stores.originals().put(record.job().originalKey(), stored)));
    return record;
  }

  private static <T> T untilAnswered(Supplier<Optional<T>> ask) {
    for (int i = 0; i < TRIES; i++) {
      try {
        Optional<T> answer = ask.get();
        if (answer.isPresent()) {
          return answer.get();
        }
      } catch (StoreUnavailable _) {
        continue;
      }
    }
    throw new IllegalStateException("no answer in " + TRIES + " tries");
  }

  private void process(VersionRecord record, Stores calm) throws InterruptedException {
    Message message = new Message(record.job().imageId(), record.job().version(), "test");
    for (int i = 0; i < TRIES && !stored(record, calm).state().isEnd(); i++) {
      RenderTools renderTools = Platform.renderTools(folders, clock::advance);
      new ProcessJob(stores, queue, renderTools, context).process(message, i + 1);
      clock.advance(Duration.ofMinutes(15));
      sweep();
    }
  }

  private void sweep() {
    Notify notify = new Notify(stores.jobs(), told, context);
    try {
      new Sweep(stores, queue, EdgeCache.NONE, notify, context).sweep(100);
    } catch (StoreUnavailable _) {
      return;
    }
  }
}
