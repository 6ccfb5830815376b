package dev.tintype.core.flow;

import dev.tintype.core.ImageJob.Original;
import dev.tintype.core.Recipe;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.Sha256;
import dev.tintype.core.flow.erase.ErasureTerms;
import dev.tintype.core.flow.process.ProcessJob;
import dev.tintype.core.flow.process.Receive;
import dev.tintype.core.flow.process.Verdict;
import dev.tintype.core.flow.sweep.Notify;
import dev.tintype.core.flow.sweep.Sweep;
import dev.tintype.core.flow.upload.OriginalArrived;
import dev.tintype.core.flow.upload.StartUpload;
import dev.tintype.core.flow.upload.StartUpload.Wish;
import dev.tintype.core.flow.upload.Started;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.EdgeCache;
import dev.tintype.core.port.FlakyJobStore;
import dev.tintype.core.port.FlakyStorage;
import dev.tintype.core.port.MemoryJobStore;
import dev.tintype.core.port.MemoryQueue;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.MemorySigner;
import dev.tintype.core.port.MemoryStorage;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Notifier;
import dev.tintype.core.port.Renderer;
import dev.tintype.core.port.TestClock;
import dev.tintype.core.recipe.RecipeBook;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A whole platform in memory, for tests of one scenario.
final class Platform {

  static final RenderRevision REVISION = RenderRevision.parse("1-test");
  static final Recipe RECIPE = SimulatedRecipes.OTHER;
  static final byte[] BYTES = "the bytes of an original".getBytes(StandardCharsets.UTF_8);

  final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  final MemoryStorage originals = new MemoryStorage(clock);
  final MemoryStorage variants = new MemoryStorage(clock);
  final MemoryJobStore jobs = new MemoryJobStore();
  final MemoryQueue queue = new MemoryQueue(clock);
  final List<Outcome> told = new ArrayList<>();
  final Trap trap = new Trap();
  final FlowContext context = new FlowContext(clock, new SeededSecureRandom(1), trap);
  Stores stores =
      new Stores(
          new FlakyJobStore(jobs, trap),
          new FlakyStorage(originals, trap),
          new FlakyStorage(variants, trap));
  RecipeBook recipes = new RecipeBook(List.of(RECIPE, SimulatedRecipes.PLAIN));
  final WorkFolders folders;
  Renderer renderer = new MemoryRenderer();
  EdgeCache edge = EdgeCache.NONE;
  ErasureTerms terms = ErasureTerms.PLAIN;
  RenderRevision revision = REVISION;

  Platform(Path folder) {
    this.folders = new WorkFolders(folder);
    folders.prepare();
  }

  static Original original(byte[] bytes) {
    return new Original(Sha256.of(bytes), bytes.length, "image/jpeg");
  }

  StartUpload startUpload() {
    return new StartUpload(stores, new MemorySigner(clock), queue, revision, context);
  }

  /// @return a version that awaits its upload
  VersionRecord started() {
    return accepted(
            startUpload()
                .newImage(new Wish(original(BYTES), RECIPE), Optional.empty(), Optional.empty()))
        .record();
  }

  /// @return the accepted upload; fails when it was not accepted
  static Started.Accepted accepted(Tried<Started> tried) {
    return (Started.Accepted) tried.found().orElseThrow();
  }

  /// @return a version whose original is stored and whose message is in the queue
  VersionRecord uploaded() {
    VersionRecord record = started();
    originals.put(record.job().originalKey(), BYTES);
    new OriginalArrived(stores, queue, context).arrived(record.job().originalKey());
    return record;
  }

  VersionRecord stored(VersionRecord record) {
    return jobs.version(record.job().imageId(), record.job().version()).orElseThrow();
  }

  ProcessJob processJob() {
    return new ProcessJob(stores, queue, renderTools(), context);
  }

  RenderTools renderTools() {
    return renderTools(renderer, revision, folders, _ -> {});
  }

  /// Render tools that run everything on the caller's thread. Leases are never renewed.
  static RenderTools renderTools(WorkFolders folders, Sleeper sleeper) {
    return renderTools(new MemoryRenderer(), REVISION, folders, sleeper);
  }

  private static RenderTools renderTools(
      Renderer renderer, RenderRevision revision, WorkFolders folders, Sleeper sleeper) {
    return new RenderTools(
        renderer,
        revision,
        RenderDeadline.always(Duration.ofSeconds(30)),
        folders,
        new SameThread(),
        (_, _) -> () -> {},
        sleeper);
  }

  Verdict process(VersionRecord record) throws InterruptedException {
    Message message = new Message(record.job().imageId(), record.job().version(), "test");
    return processJob().process(message, 1);
  }

  Sweep.Swept sweep() {
    Notifier notifier =
        outcome -> {
          told.add(outcome);
          return new Notifier.Answer.Told();
        };
    Notify notify = new Notify(stores.jobs(), notifier, context);
    return new Sweep(stores, queue, edge, terms, notify, context).sweep(100);
  }

  /// Processes messages and sweeps, hour by hour, until nothing is left to do.
  void settle() throws InterruptedException {
    for (int i = 0; i < 60; i++) {
      while (receive()) {
        sweep();
      }
      sweep();
      clock.advance(Duration.ofMinutes(i < 30 ? 2 : 60));
    }
  }

  boolean receive() throws InterruptedException {
    Receive receive = new Receive(queue, processJob(), (_, _) -> () -> {}, context);
    return receive.one(Duration.ZERO);
  }

  List<String> toldTypes() {
    return told.stream().map(Outcome::type).toList();
  }

  static String field(Outcome outcome, String name) {
    return Json.parse(outcome.payload()).object("data").text(name);
  }
}
