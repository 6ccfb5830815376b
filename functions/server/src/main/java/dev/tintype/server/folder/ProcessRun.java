package dev.tintype.server.folder;

import dev.tintype.core.port.Renderer;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Many files through several renderers, each with a thread of its own.
///
/// [#run] is called once; [#stop] may be called by another thread at any time.
public final class ProcessRun {

  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private final FileFlow flow;
  private final Path scratch;
  private final List<LazyRenderer> renderers = new ArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;

  /// @param scratch the folder of this run
  /// @param jobs how many files at once
  /// @param maker makes one renderer
  public ProcessRun(FileFlow flow, Path scratch, int jobs, Supplier<Renderer> maker) {
    this.flow = flow;
    this.scratch = scratch;
    for (int i = 0; i < jobs; i++) {
      renderers.add(new LazyRenderer(maker));
    }
  }

  /// Hears what happens, on the threads of the run.
  public interface Listener {
    /// Work on a file begins, or its next step does.
    void reached(OriginalFile file, Step step);

    /// A file has its outcome.
    void ended(OriginalFile file, FileOutcome outcome);
  }

  /// Processes every file; after [#stop], no more than those that were about to end.
  ///
  /// @throws StoreUnavailable when no renderer can be had or the disk is full
  /// @throws IOException when the folder of results fails otherwise
  public void run(List<OriginalFile> files, Listener listener)
      throws IOException, InterruptedException {
    Queue<OriginalFile> queue = new ConcurrentLinkedQueue<>(files);
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

  private void work(Queue<OriginalFile> queue, Path own, LazyRenderer renderer, Listener listener)
      throws IOException, InterruptedException {
    for (OriginalFile file = queue.poll(); file != null && !stopping; file = queue.poll()) {
      OriginalFile each = file;
      listener.reached(each, Step.FETCH);
      FileOutcome outcome = flow.process(each, own, renderer, step -> listener.reached(each, step));
      if (!(outcome instanceof FileOutcome.Interrupted)) {
        listener.ended(each, outcome);
      }
    }
    renderer.close();
  }

  /// Kills the renderers, and waits until nothing of this run writes files.
  public void stop() throws InterruptedException {
    stopping = true;
    for (LazyRenderer renderer : renderers) {
      try {
        renderer.close();
      } catch (UncheckedIOException _) {
        // Its folder lies in the run's folder, which is removed when the threads have ended.
      }
    }
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join(LONGEST_END);
    }
  }

  /// Answers whether [#stop] was called.
  public boolean stopping() {
    return stopping;
  }
}
