package dev.tintype.server.http.exchange;

import java.time.Duration;

/// How slow a body may come: below this rate, on average, once the grace is over, it is ended.
///
/// @param bytesPerSecond the least rate
/// @param grace before the rate counts
/// @param longest how long a body may take, however steady
public record SlowestClient(long bytesPerSecond, Duration grace, Duration longest) {

  /// Answers how long more bytes are waited for.
  ///
  /// @param bytes how many have come
  /// @param elapsed since the first was waited for
  /// @return zero or less when the client is too slow
  Duration sleeper(long bytes, Duration elapsed) {
    Duration paid = Duration.ofMillis(bytes * 1000 / Math.max(1, bytesPerSecond));
    Duration end = paid.compareTo(grace) > 0 ? paid : grace;
    return (end.compareTo(longest) < 0 ? end : longest).minus(elapsed);
  }
}
