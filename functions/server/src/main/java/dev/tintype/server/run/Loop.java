package dev.tintype.server.run;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Repeats an action on its own thread. A failure is logged, and the loop continues.
final class Loop implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger("dev.tintype.serve");

  /// One turn.
  @FunctionalInterface
  interface Turn {
    /// @return whether the next turn should follow at once
    boolean take();
  }

  private final String name;
  private final Duration pause;
  private final Turn turn;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;

  /// Starts it.
  ///
  /// @param pause between two turns
  Loop(String name, Duration pause, Turn turn) {
    this.name = name;
    this.pause = pause;
    this.turn = turn;
    this.thread = Thread.ofPlatform().name(name).start(this::run);
  }

  private void run() {
    try {
      boolean atOnce = true;
      while (!ended.await(atOnce ? 0 : pause.toMillis(), TimeUnit.MILLISECONDS)) {
        atOnce = isMore();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The outermost code of this thread: after any exception the next turn follows.
  private boolean isMore() {
    try {
      return turn.take();
    } catch (Exception e) {
      LOGGER.log(Level.ERROR, "event=loop.failed name=" + name, e);
      return false;
    }
  }

  /// Waits for the current turn and starts no other.
  @Override
  public void close() {
    ended.countDown();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
