package dev.tintype.core.flow;

import java.time.Duration;

/// Waits for a duration.
@FunctionalInterface
public interface Sleeper {

  /// Sleeps on the calling thread.
  Sleeper SLEEP = Thread::sleep;

  /// Returns after about this duration.
  void await(Duration duration) throws InterruptedException;
}
