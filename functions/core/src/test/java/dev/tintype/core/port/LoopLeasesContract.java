package dev.tintype.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The contract of leases for loops. Each test uses a loop of its own, so a store may be shared.
public abstract class LoopLeasesContract {

  private static final String ONE = "one-1-aaaa";
  private static final String OTHER = "other-2-bbbb";
  private static final int RACERS = 8;
  private static final int ROUNDS = 10;

  private final String loop = "sweep-" + UUID.randomUUID();

  /// @return the leases; each call may answer another object over the same store
  protected abstract LoopLeases leases();

  /// Lets time pass by the store's clock.
  ///
  /// @param time at most a few seconds
  protected abstract void pass(Duration time) throws InterruptedException;

  /// @return a time long enough that no test outlives it
  protected Duration longTime() {
    return Duration.ofMinutes(10);
  }

  /// @return a time that tests let pass
  protected Duration shortTime() {
    return Duration.ofMillis(200);
  }

  @Test
  void oneOfTwoHoldersHasTheLease() {
    assertThat(leases().hold(loop, ONE, longTime())).isTrue();
    assertThat(leases().hold(loop, OTHER, longTime())).isFalse();
    assertThat(leases().hold(loop, ONE, longTime())).isTrue();
  }

  @Test
  void whatHasPassedIsTakenByAnotherAndNotRenewedByItsFormerHolder() throws InterruptedException {
    assertThat(leases().hold(loop, ONE, shortTime())).isTrue();
    pass(shortTime().multipliedBy(2));
    assertThat(leases().hold(loop, OTHER, longTime())).isTrue();
    assertThat(leases().hold(loop, ONE, longTime())).isFalse();
  }

  @Test
  void aRenewedLeaseLastsFromItsRenewal() throws InterruptedException {
    assertThat(leases().hold(loop, ONE, shortTime())).isTrue();
    assertThat(leases().hold(loop, ONE, longTime())).isTrue();
    pass(shortTime().multipliedBy(2));
    assertThat(leases().hold(loop, OTHER, longTime())).isFalse();
  }

  @Test
  void aRenewalMayShortenALease() throws InterruptedException {
    assertThat(leases().hold(loop, ONE, longTime())).isTrue();
    assertThat(leases().hold(loop, ONE, shortTime())).isTrue();
    pass(shortTime().multipliedBy(2));
    assertThat(leases().hold(loop, OTHER, longTime())).isTrue();
  }

  @Test
  void whatNobodyTookInTimeIsRenewedByItsHolder() throws InterruptedException {
    assertThat(leases().hold(loop, ONE, shortTime())).isTrue();
    pass(shortTime().multipliedBy(2));
    assertThat(leases().hold(loop, ONE, longTime())).isTrue();
    assertThat(leases().hold(loop, OTHER, longTime())).isFalse();
  }

  @Test
  void aReleasedLeaseIsFreeAtOnce() {
    assertThat(leases().hold(loop, ONE, longTime())).isTrue();
    leases().release(loop, ONE);
    assertThat(leases().hold(loop, OTHER, longTime())).isTrue();
  }

  @Test
  void nobodyReleasesTheLeaseOfAnother() {
    assertThat(leases().hold(loop, ONE, longTime())).isTrue();
    leases().release(loop, OTHER);
    leases().release(loop + "-2", ONE);
    assertThat(leases().hold(loop, OTHER, longTime())).isFalse();
  }

  @Test
  void eachLoopHasALeaseOfItsOwn() {
    assertThat(leases().hold(loop, ONE, longTime())).isTrue();
    assertThat(leases().hold(loop + "-2", OTHER, longTime())).isTrue();
    assertThat(leases().hold(loop + "-2", ONE, longTime())).isFalse();
  }

  @Test
  void oneOfManyGetsAFreeLeaseAndOneAPassedOne() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(leases().hold("passed-" + loop + round, ONE, shortTime())).isTrue();
    }
    pass(shortTime().multipliedBy(2));
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(Collections.frequency(race("free-" + loop + round), true)).isEqualTo(1);
      assertThat(Collections.frequency(race("passed-" + loop + round), true)).isEqualTo(1);
    }
  }

  private List<Boolean> race(String name) throws Exception {
    return Race.of(RACERS, racer -> () -> leases().hold(name, "racer-" + racer, longTime()));
  }

  @Test
  void theStoresClockGoesOn() throws InterruptedException {
    Instant before = leases().now();
    pass(shortTime());
    assertThat(Duration.between(before, leases().now()))
        .isBetween(shortTime().dividedBy(2), shortTime().plusSeconds(30));
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    assertThatThrownBy(() -> leases().hold("", ONE, longTime()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> leases().hold(loop, "x".repeat(201), longTime()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> leases().hold(loop, ONE, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
