package dev.tintype.core.port;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// Threads that start at the same moment.
public final class Race {

  private Race() {}

  /// Runs one task per thread and starts all of them together.
  ///
  /// @param threads how many
  /// @param body makes the task of thread 0, 1, …
  /// @return the results, in order of the threads
  public static <T> List<T> of(int threads, IntFunction<Callable<T>> body)
      throws InterruptedException, ExecutionException {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Callable<T> one = body.apply(i);
        running.add(
            pool.submit(() -> {
              start.await();
              return one.call();
            }));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> future : running) {
        results.add(future.get());
      }
      return results;
    }
  }
}
