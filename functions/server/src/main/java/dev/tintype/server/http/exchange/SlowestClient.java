package dev.tintype.server.http.exchange;

import java.time.Duration;

/// The slowest allowed body. Once the grace is over, a body with a lower average rate is aborted.
///
/// @param bytesPerSecond the lowest rate
/// @param grace the time before the rate counts
/// @param longest how long a body may take at any rate
public record SlowestClient(long bytesPerSecond, Duration grace, Duration longest) {

  /// Returns how long to wait for more bytes.
  ///
  /// @param bytes how many bytes have arrived
  /// @param elapsed time since the wait for the first byte began
  /// @return zero or less when the client is too slow
  Duration timeLeft(long bytes, Duration elapsed) {
    Duration paid = Duration.ofMillis(bytes * 1000 / Math.max(1, bytesPerSecond));
    Duration end = paid.compareTo(grace) > 0 ? paid : grace;
    return (end.compareTo(longest) < 0 ? end : longest).minus(elapsed);
  }
}
