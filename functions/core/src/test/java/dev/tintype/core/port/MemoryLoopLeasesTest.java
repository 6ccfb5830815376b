package dev.tintype.core.port;

import java.time.Duration;
import java.time.Instant;

final class MemoryLoopLeasesTest extends LoopLeasesContract {

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final MemoryLoopLeases leases = new MemoryLoopLeases(clock);

  @Override
  protected LoopLeases leases() {
    return leases;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }
}
