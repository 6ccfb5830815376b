package dev.tintype.cli.folder;

import dev.tintype.core.port.Renderer;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Processes many files with several renderers, each on its own thread.
///
/// [#run] is called once; another thread may call [#stop] at any time.
public final class ProcessRun {

  private static final Logger LOGGER = System.getLogger("dev.tintype.process");
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private final FileFlow flow;
  private final Path scratch;
  private final List<LazyRenderer> renderers = new ArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;

  /// @param scratch the temporary folder of this run
  /// @param jobs how many files at once
  /// @param maker makes one renderer
  public ProcessRun(FileFlow flow, Path scratch, int jobs, Supplier<Renderer> maker) {
    this.flow = flow;
    this.scratch = scratch;
    for (int i = 0; i < jobs; i++) {
      renderers.add(new LazyRenderer(maker));
    }
  }

  /// Called on the threads of the run.
  public interface Listener {
    /// Work on a file, or its next step, begins.
    void reached(OriginalFile file, Step step);

    /// A file has its result.
    void ended(OriginalFile file, FileOutcome outcome);
  }

  /// Processes every file. After [#stop], only files that were about to end are finished.
  ///
  /// @param files a list that many threads may read
  /// @throws StoreUnavailable when no renderer can be started or the disk is full
  /// @throws IOException when the output folder fails otherwise
  public void run(List<OriginalFile> files, Listener listener)
      throws IOException, InterruptedException {
    Supplier<Optional<OriginalFile>> queue = inOrder(files);
    List<FutureTask<Void>> workers = new ArrayList<>();
    for (int i = 0; i < renderers.size(); i++) {
      Path own = Files.createDirectories(scratch.resolve("job-" + i));
      LazyRenderer renderer = renderers.get(i);
      FutureTask<Void> worker =
          new FutureTask<>(() -> {
            work(queue, own, renderer, listener);
            return null;
          });
      workers.add(worker);
      threads.add(Thread.ofPlatform().name("process-" + i).unstarted(worker));
    }
    threads.forEach(Thread::start);
    for (FutureTask<Void> worker : workers) {
      await(worker);
    }
  }

  /// Returns a supplier that hands out each file once, to any thread.
  private static Supplier<Optional<OriginalFile>> inOrder(List<OriginalFile> files) {
    AtomicInteger next = new AtomicInteger();
    return () -> {
      int index = next.getAndIncrement();
      return index < files.size() ? Optional.of(files.get(index)) : Optional.empty();
    };
  }

  private void await(FutureTask<Void> worker) throws IOException, InterruptedException {
    try {
      worker.get();
    } catch (ExecutionException e) {
      boolean alreadyStopping = stopping;
      stop();
      if (!alreadyStopping) {
        rethrow(e.getCause());
      }
    }
  }

  private static void rethrow(@Nullable Throwable cause) throws IOException, InterruptedException {
    switch (cause) {
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> throw new IllegalStateException(cause);
    }
  }

  private void work(
      Supplier<Optional<OriginalFile>> queue, Path own, LazyRenderer renderer, Listener listener)
      throws IOException, InterruptedException {
    Optional<OriginalFile> next = queue.get();
    while (next.isPresent() && !stopping) {
      OriginalFile file = next.get();
      reached(file, Step.FETCH, listener);
      FileOutcome outcome =
          flow.process(file, own, renderer, step -> reached(file, step, listener));
      if (!(outcome instanceof FileOutcome.Interrupted)) {
        listener.ended(file, outcome);
      }
      next = queue.get();
    }
    renderer.close();
  }

  private static void reached(OriginalFile file, Step step, Listener listener) {
    LOGGER.log(
        Level.DEBUG, () -> "event=process.step step=" + step + " file=\"" + file.path() + '"');
    listener.reached(file, step);
  }

  /// Kills the renderers and waits until this run no longer writes files.
  public void stop() throws InterruptedException {
    stopping = true;
    for (LazyRenderer renderer : renderers) {
      try {
        renderer.close();
      } catch (UncheckedIOException _) {
        // Its folder is inside the run's folder, which is removed when the threads have ended.
      }
    }
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join(LONGEST_END);
    }
  }
}
