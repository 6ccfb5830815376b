package dev.tintype.server.worker;

import java.time.Duration;

/// The delay before a dead process is started again. It grows each time a process dies soon after
/// its start. For one thread at a time.
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration OLD_ENOUGH = Duration.ofSeconds(60);

  private Duration next = FIRST;

  /// @param lived how long the process was alive
  Duration after(Duration lived) {
    if (lived.compareTo(OLD_ENOUGH) >= 0) {
      next = FIRST;
    }
    Duration now = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return now;
  }
}
