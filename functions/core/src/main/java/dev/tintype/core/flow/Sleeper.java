package dev.tintype.core.flow;

import java.time.Duration;

/// Waits.
@FunctionalInterface
public interface Sleeper {

  /// Waits on this thread.
  Sleeper SLEEP = Thread::sleep;

  /// Returns after about this long.
  void await(Duration duration) throws InterruptedException;
}
