package dev.tintype.core.flow;

import java.time.Duration;

/// Waits.
@FunctionalInterface
public interface Patience {

  /// Waits on this thread.
  Patience SLEEP = Thread::sleep;

  /// Returns after about this long.
  void await(Duration duration) throws InterruptedException;
}
