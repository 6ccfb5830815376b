package dev.tintype.render.process;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs an action once when a time has passed, unless it is closed first.
final class Deadline implements AutoCloseable {

  private final AtomicBoolean decided = new AtomicBoolean();
  private final Thread timer;
  private volatile boolean expired;

  Deadline(Duration after, Runnable action) {
    timer =
        Thread.ofPlatform()
            .daemon()
            .name("deadline")
            .start(() -> {
              try {
                Thread.sleep(after);
              } catch (InterruptedException e) {
                return;
              }
              if (decided.compareAndSet(false, true)) {
                expired = true;
                action.run();
              }
            });
  }

  /// @return whether the time has passed
  boolean expired() {
    return expired;
  }

  @Override
  public void close() {
    decided.set(true);
    timer.interrupt();
  }
}
