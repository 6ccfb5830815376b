package dev.tintype.server.http;

import java.time.Duration;

/// How slow an upload may be: below this rate, on average, once the grace is over, it is ended.
///
/// @param bytesPerSecond the least rate
/// @param grace before the rate counts
/// @param longest how long an upload may take, however steady
record SlowestClient(long bytesPerSecond, Duration grace, Duration longest) {

  boolean isSlower(long bytes, Duration elapsed) {
    if (elapsed.compareTo(longest) > 0) {
      return true;
    }
    return elapsed.compareTo(grace) > 0 && bytes * 1000 < bytesPerSecond * elapsed.toMillis();
  }
}
