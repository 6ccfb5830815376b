package dev.tintype.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The consumers of one lane, as a [Desk] knows them. For one thread at a time.
final class Side {

  /// So long after a consumer began to look, it has what was there.
  private static final Duration LOOK = Duration.ofMillis(300);

  /// Those that look, or are about to.
  int looking;

  /// Those that wait until they are called.
  int idle;

  /// Those of the idle ones that were called and do not know it yet.
  int called;

  /// Those that look now.
  final Set<LaneConsumer> lookers = new HashSet<>();

  /// Since when those of them look that can have a message.
  final Map<LaneConsumer, Long> joined = new HashMap<>();

  /// When somebody waited last.
  long wanted = System.nanoTime();

  boolean hasLooked(long now) {
    return joined.values().stream().anyMatch(since -> now - since >= LOOK.toNanos());
  }

  boolean isSilent() {
    return !lookers.isEmpty() && lookers.stream().allMatch(LaneConsumer::isSilent);
  }

  void looksNoMore(LaneConsumer consumer) {
    lookers.remove(consumer);
    joined.remove(consumer);
  }
}
