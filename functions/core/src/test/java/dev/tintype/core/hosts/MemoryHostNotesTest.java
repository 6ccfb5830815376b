package dev.tintype.core.hosts;

import dev.tintype.core.port.TestClock;
import java.time.Duration;
import java.time.Instant;

final class MemoryHostNotesTest extends HostNotesContract {

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final MemoryHostNotes notes = new MemoryHostNotes(clock);

  @Override
  protected HostNotes notes() {
    return notes;
  }

  @Override
  protected void pass(Duration time) {
    clock.advance(time);
  }
}
