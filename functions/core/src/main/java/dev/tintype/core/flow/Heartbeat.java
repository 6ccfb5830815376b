package dev.tintype.core.flow;

import java.time.Duration;

/// Repeats an action while other work goes on.
public interface Heartbeat {

  /// Starts a repeated action on another thread. The first run comes after one interval, and runs
  /// never overlap.
  ///
  /// @param beat must not throw
  /// @return close it to stop; no run begins after it is closed
  Beating every(Duration interval, Runnable beat);

  /// A running heartbeat.
  interface Beating extends AutoCloseable {
    @Override
    void close();
  }
}
