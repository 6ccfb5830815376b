package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BucketWatchTest {

  private final TestClock clock = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final AtomicInteger asked = new AtomicInteger();
  private boolean isOut;
  private Optional<String> problem = Optional.empty();
  private final BucketWatch watch = new BucketWatch(this::ask, clock);

  private Optional<String> ask() {
    asked.incrementAndGet();
    if (isOut) {
      throw new StoreUnavailable("an outage");
    }
    return problem;
  }

  private Optional<String> later() {
    clock.advance(Duration.ofSeconds(15));
    watch.run();
    return watch.complaint();
  }

  @Test
  void theStoreIsAskedSeldom() {
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofSeconds(5));
      watch.run();
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void anOutageIsAComplaintUntilTheStoreAnswers() {
    isOut = true;
    assertThat(later()).contains("The storage does not answer.");
    isOut = false;
    assertThat(later()).isEmpty();
  }

  @Test
  void aBucketThatIsGoneIsNamed() {
    problem = Optional.of("names a bucket that does not exist, one");
    assertThat(later()).contains("The storage names a bucket that does not exist, one.");
  }
}
