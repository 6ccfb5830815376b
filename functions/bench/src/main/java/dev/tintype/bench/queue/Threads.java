package dev.tintype.bench.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Threads that do the same at the same time.
final class Threads {

  private Threads() {}

  /// Runs the work on so many threads, and waits for all of them.
  static void together(int threads, Work work) throws InterruptedException, ExecutionException {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        running.add(
            pool.submit(() -> {
              work.on(number);
              return null;
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
  }

  @FunctionalInterface
  interface Work {
    /// @param thread from 0
    void on(int thread) throws Exception;
  }
}
