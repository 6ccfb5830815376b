package dev.tintype.core.port;

import java.time.Duration;

/// Sends messages to the workers. Safe for use by many threads.
public interface JobSender {

  /// Sends a message; it is durable when this returns, and delivered at least once.
  ///
  /// @param delay at least this long before it is delivered, 0 to 15 minutes
  /// @throws StoreUnavailable when it is unknown whether it was sent; sending again is safe
  void send(Message message, Duration delay);
}
