package dev.tintype.core.flow;

import java.time.Duration;

/// Does something again and again while something else goes on.
public interface Heartbeat {

  /// Beats from now on, first after one interval, never twice at the same time, on another thread.
  ///
  /// @param beat must not throw
  /// @return what ends it; once closed no further beat begins
  Beating every(Duration interval, Runnable beat);

  /// A heartbeat under way.
  interface Beating extends AutoCloseable {
    @Override
    void close();
  }
}
