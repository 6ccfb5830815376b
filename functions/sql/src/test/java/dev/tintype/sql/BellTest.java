package dev.tintype.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BellTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final Bell bell = new Bell();

  @Test
  void beforeTheFirstLookNothingIsKnown() {
    assertThat(bell.isStillNothing(HOUR)).isFalse();
  }

  @Test
  void aLookThatFoundNothingCountsForItsTime() {
    bell.foundNothing(bell.rings());
    assertThat(bell.isStillNothing(HOUR)).isTrue();
    assertThat(bell.isStillNothing(Duration.ZERO)).isFalse();
  }

  @Test
  void aMessageThatIsToldAfterTheLookEndsIt() {
    bell.foundNothing(bell.rings());
    bell.ring();
    assertThat(bell.isStillNothing(HOUR)).isFalse();
  }

  @Test
  void aMessageThatIsToldDuringTheLookEndsIt() {
    long before = bell.rings();
    bell.ring();
    bell.foundNothing(before);
    assertThat(bell.isStillNothing(HOUR)).isFalse();
  }

  @Test
  void whoRingsCanWaitUntilSomebodyListens() throws Exception {
    assertThat(bell.isAwaitedWithin(Duration.ZERO)).isFalse();
    Thread receiver =
        Thread.ofVirtual()
            .start(() -> {
              try {
                bell.await(bell.rings(), HOUR.toNanos());
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(bell.isAwaitedWithin(HOUR)).isTrue();
    bell.ring();
    receiver.join();
    assertThat(bell.isAwaitedWithin(Duration.ZERO)).isFalse();
  }
}
