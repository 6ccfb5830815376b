package dev.tintype.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ElapsedTest {

  /// Near the end of the numbers, as of a clock that may begin anywhere.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);

  private Instant wall = Instant.parse("2026-11-30T08:00:00Z");
  private final Elapsed elapsed = new Elapsed(nanos::get, () -> wall);
  private final long start = elapsed.getAsLong();

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    wall = wall.plus(time);
  }

  private Duration sinceStart() {
    return Duration.ofNanos(elapsed.getAsLong() - start);
  }

  @Test
  void timePassesOnce() {
    pass(Duration.ofSeconds(40));
    assertThat(sinceStart()).isEqualTo(Duration.ofSeconds(40));
    pass(Duration.ofSeconds(2));
    assertThat(sinceStart()).isEqualTo(Duration.ofSeconds(42));
  }

  @Test
  void timePassesWhileTheMachineIsSuspended() {
    pass(Duration.ofSeconds(1));
    for (int time = 1; time <= 2; time++) {
      wall = wall.plus(Duration.ofMinutes(3));
      assertThat(sinceStart()).isEqualTo(Duration.ofSeconds(1 + time * 180L));
    }
    pass(Duration.ofSeconds(1));
    assertThat(sinceStart()).isEqualTo(Duration.ofSeconds(362));
  }

  @Test
  void aWallClockThatIsSetBackTakesNoTimeAway() {
    wall = wall.minusSeconds(3600);
    assertThat(sinceStart()).isZero();
    pass(Duration.ofSeconds(5));
    assertThat(sinceStart()).isEqualTo(Duration.ofSeconds(5));
    wall = wall.plusSeconds(60);
    assertThat(sinceStart()).as("a suspension after it").isEqualTo(Duration.ofSeconds(65));
  }

  /// Otherwise many small differences would add up, because only those forward count.
  @Test
  void smallDifferencesDoNotAddUp() {
    for (int time = 0; time < 1000; time++) {
      wall = wall.plusMillis(time % 2 == 0 ? 50 : -50);
      assertThat(sinceStart()).isZero();
    }
  }
}
