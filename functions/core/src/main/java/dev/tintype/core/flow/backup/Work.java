package dev.tintype.core.flow.backup;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Does many small pieces of work with several threads, a few pieces ahead. The first failure ends
/// it. For one thread.
final class Work implements AutoCloseable {

  private static final int AHEAD = 4;

  private final ExecutorService threads;
  private final Semaphore free;
  private final int most;
  private final BooleanSupplier stopping;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /// @param parallel how many threads
  /// @param stopping whether the user asked to stop
  Work(int parallel, BooleanSupplier stopping) {
    this.threads = Executors.newFixedThreadPool(parallel);
    this.most = parallel * AHEAD;
    this.free = new Semaphore(most);
    this.stopping = stopping;
  }

  /// Begins a piece as soon as there is room.
  ///
  /// @throws Stopped when the user asked to stop
  /// @throws RuntimeException the failure of an earlier piece
  void begin(Runnable piece) throws Stopped {
    if (stopping.getAsBoolean()) {
      throw new Stopped();
    }
    acquire(1);
    fail();
    var _ =
        threads.submit(() -> {
          try {
            piece.run();
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
          } finally {
            free.release();
          }
        });
  }

  /// Waits for every piece that has begun.
  ///
  /// @throws RuntimeException the failure of a piece
  void end() throws Stopped {
    acquire(most);
    free.release(most);
    fail();
  }

  private void acquire(int permits) throws Stopped {
    try {
      free.acquire(permits);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }

  private void fail() {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(new ExecutionException(e));
    }
  }

  /// Waits for what has begun.
  @Override
  public void close() {
    threads.close();
  }
}
