package dev.tintype.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.LoopLeases;
import dev.tintype.core.port.MemoryLoopLeases;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.port.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostClockTest {

  private final TestClock store = new TestClock(Instant.parse("2026-11-23T10:00:00Z"));
  private final AtomicLong nanos = new AtomicLong();

  private HostClock ahead(Duration by) {
    return new HostClock(new MemoryLoopLeases(store), store.skewed(by), nanos::get);
  }

  @ParameterizedTest
  @CsvSource({"0", "3", "-3", "30", "-30"})
  void aSmallDifferenceIsTolerated(long seconds) {
    HostClock clock = ahead(Duration.ofSeconds(seconds));
    assertThat(clock.isRight()).isTrue();
    assertThat(clock.complaint()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"45, is 45 s ahead of that of the job store", "-7200, is 7200 s behind that of the"})
  void aLargeDifferenceIsToldInASentence(long seconds, String words) {
    HostClock clock = ahead(Duration.ofSeconds(seconds));
    assertThat(clock.complaint()).isEmpty();
    assertThat(clock.isRight()).isFalse();
    assertThat(clock.complaint().orElseThrow()).contains(words).endsWith(".");
  }

  @Test
  void theComparisonIsRepeatedEachMinute() {
    TestClock host = new TestClock(store.instant());
    HostClock clock = new HostClock(new MemoryLoopLeases(store), host, nanos::get);
    assertThat(clock.isRight()).isTrue();
    host.advance(Duration.ofMinutes(10));
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    assertThat(clock.isRight()).isTrue();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(clock.isRight()).isFalse();
    store.advance(Duration.ofMinutes(10));
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(clock.isRight()).isTrue();
    assertThat(clock.complaint()).isEmpty();
  }

  @Test
  void halfOfASlowAnswersTimeIsTakenOff() {
    LoopLeases slow =
        new MemoryLoopLeases(() -> {
          nanos.addAndGet(Duration.ofSeconds(2).toNanos());
          return store.instant().plus(Duration.ofSeconds(31));
        });
    HostClock clock = new HostClock(slow, store, nanos::get);
    assertThat(clock.isRight()).isTrue();
  }

  @Test
  void aSlowAnswerIsNoComparison() {
    AtomicLong seconds = new AtomicLong(80);
    LoopLeases late =
        new MemoryLoopLeases(() -> {
          nanos.addAndGet(Duration.ofSeconds(seconds.get()).toNanos());
          return store.instant().plus(Duration.ofSeconds(80));
        });
    HostClock clock = new HostClock(late, store, nanos::get);
    assertThat(clock.isRight()).isTrue();
    seconds.set(0);
    assertThat(clock.isRight()).isTrue();
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(clock.isRight()).isFalse();
  }

  @Test
  void aWrongClockIsLookedAtAgainSoon() {
    TestClock host = new TestClock(store.instant().plus(Duration.ofMinutes(10)));
    HostClock clock = new HostClock(new MemoryLoopLeases(store), host, nanos::get);
    assertThat(clock.isRight()).isFalse();
    store.advance(Duration.ofMinutes(10));
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(clock.isRight()).isTrue();
  }

  @Test
  void whileTheStoreDoesNotAnswerTheLastComparisonCounts() {
    LoopLeases down =
        new MemoryLoopLeases(() -> {
          throw new StoreUnavailable("down", new IllegalStateException());
        });
    assertThat(new HostClock(down, store, nanos::get).isRight()).isTrue();
  }
}
