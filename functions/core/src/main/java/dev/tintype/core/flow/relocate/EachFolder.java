package dev.tintype.core.flow.relocate;

import dev.tintype.core.flow.FlowLog;
import dev.tintype.core.flow.Sleeper;
import dev.tintype.core.flow.verify.VerifyCursor.Part;
import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Runs a task for every folder of both sides of a move, some at once: first the originals, then
/// the variants. A store that does not answer is asked again for half a minute.
final class EachFolder {

  private static final int TRIES = 5;

  private final Side from;
  private final Side to;
  private final int parallel;
  private final BooleanSupplier stopping;
  private final Sleeper sleeper;

  /// @param parallel how many folders at once
  /// @param stopping whether the user asked to stop; looked at between two folders
  EachFolder(Side from, Side to, int parallel, BooleanSupplier stopping, Sleeper sleeper) {
    this.from = from;
    this.to = to;
    this.parallel = parallel;
    this.stopping = stopping;
    this.sleeper = sleeper;
  }

  /// @throws Interrupted when the user asked to stop; tasks that had begun have ended
  /// @throws StoreUnavailable when a store did not answer for too long
  void run(FolderTask task) throws Interrupted, InterruptedException {
    for (Part part : List.of(Part.ORIGINALS, Part.VARIANTS)) {
      run(part, task);
    }
  }

  private void run(Part part, FolderTask task) throws Interrupted, InterruptedException {
    PairedFolders folders = new PairedFolders(from.of(part), to.of(part));
    Semaphore places = new Semaphore(parallel);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      while (failure.get() == null) {
        checkStopping();
        List<Pair> folder = patiently(folders::next);
        if (folder.isEmpty()) {
          break;
        }
        places.acquire();
        if (failure.get() != null) {
          break;
        }
        threads.execute(() -> {
          try {
            patiently(() -> {
              task.run(part, folder);
              return folder;
            });
          } catch (Interrupted | InterruptedException | RuntimeException | Error e) {
            failure.compareAndSet(null, e);
          } finally {
            places.release();
          }
        });
      }
    }
    rethrow(failure.get());
  }

  private void checkStopping() throws Interrupted {
    if (stopping.getAsBoolean()) {
      throw new Interrupted();
    }
  }

  private <T> T patiently(Callable<T> call) throws Interrupted, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.call();
      } catch (StoreUnavailable e) {
        if (attempt == TRIES) {
          throw e;
        }
        FlowLog.event("relocate.waiting").cause(e).warning();
        checkStopping();
        sleeper.await(Duration.ofSeconds(1L << attempt));
      } catch (RuntimeException | Interrupted | InterruptedException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("a folder could not be moved", e);
      }
    }
  }

  private static void rethrow(@Nullable Throwable failure)
      throws Interrupted, InterruptedException {
    switch (failure) {
      case null -> {}
      case Interrupted stopped -> throw stopped;
      case InterruptedException stopped -> throw stopped;
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new IllegalStateException("a folder could not be moved", failure);
    }
  }
}
