package dev.tintype.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class HeldReceiptsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final HeldReceipts held = new HeldReceipts(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aReceiptIsHeldUntilItsTimeIsOver() {
    assertThat(held.isHeld("a")).isFalse();
    held.received("a", MINUTE, 7);
    pass(MINUTE.minusMillis(1));
    assertThat(held.isHeld("a")).isTrue();
    assertThat(held.sentMillis("a")).contains(7L);
    pass(Duration.ofMillis(1));
    assertThat(held.isHeld("a")).isFalse();
  }

  @Test
  void anExtensionCountsFromTheMomentItWasAskedFor() {
    held.received("a", MINUTE, 7);
    long asked = held.now();
    pass(Duration.ofSeconds(30));
    held.extended("a", asked, Duration.ofSeconds(80));
    pass(Duration.ofSeconds(49));
    assertThat(held.isHeld("a")).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(held.isHeld("a")).isFalse();
  }

  @Test
  void aForgottenReceiptCannotBeExtended() {
    held.received("a", MINUTE, 7);
    held.forget("a");
    held.extended("a", held.now(), MINUTE);
    assertThat(held.isHeld("a")).isFalse();
  }

  @Test
  void receiptsWhoseTimeIsOverAreForgotten() {
    held.received("a", MINUTE, 7);
    pass(MINUTE);
    held.received("b", MINUTE, 8);
    assertThat(held.sentMillis("a")).isEmpty();
    assertThat(held.sentMillis("b")).contains(8L);
  }
}
