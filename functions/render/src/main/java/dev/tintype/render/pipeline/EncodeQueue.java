package dev.tintype.render.pipeline;

import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.vips.Vips;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadFactory;

/// Encodes still files on a fixed number of platform threads, the costliest ready file first. One
/// thread fills it and waits for it.
final class EncodeQueue implements AutoCloseable {

  private final Encoder encoder;
  private final Levels levels;
  private final RenderPlan plan;
  private final Path folder;
  private final PriorityBlockingQueue<Task> ready = new PriorityBlockingQueue<>();
  private final List<Future<?>> submitted = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  EncodeQueue(
      Vips vips, int encoders, Encoder encoder, Levels levels, RenderPlan plan, Path folder) {
    this.encoder = encoder;
    this.levels = levels;
    this.plan = plan;
    this.folder = folder;
    ThreadFactory factory = vips.threads("encode");
    for (int i = 0; i < encoders; i++) {
      Thread thread = factory.newThread(this::work);
      threads.add(thread);
      thread.start();
    }
  }

  /// Queues the still files of a level.
  void submitLevel(int level) {
    for (int i = 0; i < plan.files().size(); i++) {
      PlannedFile file = plan.files().get(i);
      if (!file.animated() && plan.levelOf(file) == level) {
        FutureTask<Void> task = new FutureTask<>(() -> encode(file, level), null);
        submitted.add(task);
        ready.add(new Task(i, task));
      }
    }
  }

  private void encode(PlannedFile file, int level) {
    try {
      encoder.encode(levels.image(level), file, folder);
    } finally {
      levels.release(level);
    }
  }

  private void work() {
    try {
      for (Task next = ready.take(); next.order < Integer.MAX_VALUE; next = ready.take()) {
        next.task.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until every submitted file is written.
  ///
  /// @throws RuntimeException the first failure of an encoder
  void await() {
    try {
      for (Future<?> file : submitted) {
        file.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while encoding");
    }
  }

  /// Drops files that have not started and waits for the running ones.
  @Override
  public void close() {
    submitted.forEach(file -> file.cancel(false));
    threads.forEach(_ -> ready.add(new Task(Integer.MAX_VALUE, new FutureTask<>(() -> {}, null))));
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// A file that is ready to encode, ordered by its place in the plan.
  private record Task(int order, FutureTask<Void> task) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      return Integer.compare(order, other.order);
    }
  }
}
