package dev.tintype.render.process;

import dev.tintype.render.results.OutputAllowance;
import dev.tintype.render.results.OutputUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Checks a working renderer ten times a second. Kills one that writes more than its plan allows or
/// starts more threads than any picture needs. Records the highest resident memory seen.
///
/// Between two checks a renderer may exceed the allowance; the kernel's limits on file length and
/// memory bound the excess.
final class RendererWatch implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final RendererChild child;
  private final Path out;
  private final int mostThreads;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watcher;
  private volatile OutputAllowance allowance = OutputAllowance.NOTHING;
  private volatile Optional<String> breach = Optional.empty();
  private volatile long mostResidentBytes;

  /// Starts watching.
  ///
  /// @param out the renderer's output folder
  RendererWatch(RendererChild child, Path out, int mostThreads) {
    this.child = child;
    this.out = out;
    this.mostThreads = mostThreads;
    this.watcher = Thread.ofPlatform().daemon().name("renderer-watch").start(this::lookOn);
  }

  /// Allows the renderer to write the planned files.
  void allow(OutputAllowance planned) throws IOException {
    child.limitFileBytes(planned.longest());
    allowance = planned;
  }

  /// Checks once more, on the calling thread.
  ///
  /// @return how the renderer exceeded its allowance, if it did
  Optional<String> breach() throws IOException {
    if (breach.isEmpty()) {
      look();
    }
    return breach;
  }

  /// @return whether it wrote more than encoders do in practice , so that this renderer has filled
  ///   the disk
  boolean wroteMuch() throws IOException {
    return OutputUsage.of(out).bytes() > allowance.usual();
  }

  /// @return the highest resident memory seen, bytes
  long mostResidentBytes() {
    return mostResidentBytes;
  }

  private void lookOn() {
    try {
      while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
        if (breach.isPresent()) {
          child.kill();
          return;
        }
      }
    } catch (InterruptedException | IOException e) {
      System.getLogger(RendererWatch.class.getName())
          .log(System.Logger.Level.WARNING, "event=renderer.not_watched", e);
    }
  }

  private void look() throws IOException {
    mostResidentBytes = Math.max(mostResidentBytes, child.residentBytes());
    Optional<String> seen = OutputUsage.of(out).beyond(allowance);
    int threads = child.threads();
    if (threads > mostThreads) {
      seen = Optional.of(threads + " threads, " + mostThreads + " at most are needed");
    }
    if (seen.isPresent()) {
      breach = seen;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    boolean interrupted = false;
    for (boolean ended = false; !ended; ) {
      try {
        watcher.join();
        ended = true;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
