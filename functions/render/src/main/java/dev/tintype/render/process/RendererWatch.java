package dev.tintype.render.process;

import dev.tintype.render.results.OutputAllowance;
import dev.tintype.render.results.OutputUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Looks at a renderer ten times a second while it works, and ends one that writes more than its
/// plan allows or starts more threads than any picture needs. It remembers the most memory it saw.
///
/// Between two looks a renderer may go beyond; the kernel's own limits on one file and on memory
/// bound by how much.
final class RendererWatch implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(100);

  /// The allowance is this many times what encoders write in practice.
  private static final int USUAL_PART = 4;

  private final RendererChild child;
  private final Path out;
  private final int mostThreads;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watcher;
  private volatile OutputAllowance allowance = OutputAllowance.NOTHING;
  private volatile Optional<String> breach = Optional.empty();
  private volatile long mostResidentBytes;

  /// Begins to look.
  ///
  /// @param out the renderer's output folder
  RendererWatch(RendererChild child, Path out, int mostThreads) {
    this.child = child;
    this.out = out;
    this.mostThreads = mostThreads;
    this.watcher = Thread.ofPlatform().daemon().name("renderer-watch").start(this::lookOn);
  }

  /// Lets the renderer write what is planned.
  void allow(OutputAllowance planned) throws IOException {
    child.limitFileBytes(planned.longest());
    allowance = planned;
  }

  /// Looks once more, on the calling thread.
  ///
  /// @return what the renderer did beyond what it may, if anything
  Optional<String> breach() throws IOException {
    if (breach.isEmpty()) {
      look();
    }
    return breach;
  }

  /// @return whether it wrote more than encoders do in practice, two bytes for a pixel: then it is
  ///   the one that filled a disk
  boolean wroteMuch() throws IOException {
    return OutputUsage.of(out).bytes() > allowance.bytes() / USUAL_PART;
  }

  /// @return the most resident memory that was seen
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
