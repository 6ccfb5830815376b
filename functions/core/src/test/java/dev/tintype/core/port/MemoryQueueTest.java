package dev.tintype.core.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

final class MemoryQueueTest extends JobQueueContract {

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final MemoryQueue queue = new MemoryQueue(clock);

  @Override
  protected JobSender sender() {
    return queue;
  }

  @Override
  protected JobReceiver receiver() {
    return queue;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }

  /// A delay passes only by the clock, so waiting longer shows no more.
  @Override
  protected Duration shortWait() {
    return Duration.ofMillis(50);
  }

  @Override
  protected List<String> deadLetters() {
    return queue.deadLetters();
  }
}
