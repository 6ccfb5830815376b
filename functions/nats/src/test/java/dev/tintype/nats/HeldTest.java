package dev.tintype.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeldTest {

  private static final Duration VISIBILITY = Duration.ofMinutes(2);

  /// Near the end of the numbers, as of a clock that may begin anywhere.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);

  private final Held held = new Held(nanos::get);
  private final Taken taken = taken("one");

  private static Taken taken(String receipt) {
    return new Taken("{}", receipt, 1, 7, Instant.EPOCH, Lane.FRESH);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void aDeliveryIsOursUntilShortlyBeforeTheServerGivesItToSomebodyElse() {
    held.hold(taken, held.now(), VISIBILITY);
    pass(VISIBILITY.minusSeconds(11));
    assertThat(held.of("one")).contains(taken);
    pass(Duration.ofSeconds(1));
    assertThat(held.of("one")).isEmpty();
  }

  @Test
  void theTimeBeginsWhenTheServerWasAsked() {
    long asked = held.now();
    pass(VISIBILITY);
    held.hold(taken, asked, VISIBILITY);
    assertThat(held.of("one")).isEmpty();
  }

  @Test
  void anExtensionIsOnlyForADeliveryThatIsHeld() {
    held.hold(taken, held.now(), VISIBILITY);
    pass(Duration.ofMinutes(1));
    held.renew(taken, held.now(), VISIBILITY);
    pass(Duration.ofSeconds(100));
    assertThat(held.of("one")).contains(taken);
    held.release(taken);
    held.renew(taken, held.now(), VISIBILITY);
    assertThat(held.of("one")).isEmpty();
  }

  @Test
  void aChangeThatMayHaveFailedOnlyShortens() {
    held.hold(taken, held.now(), VISIBILITY);
    held.shorten(taken, held.now(), VISIBILITY.multipliedBy(5));
    pass(VISIBILITY);
    assertThat(held.of("one")).isEmpty();
    held.hold(taken, held.now(), VISIBILITY);
    held.shorten(taken, held.now(), Duration.ofSeconds(10));
    pass(Duration.ofSeconds(10));
    assertThat(held.of("one")).isEmpty();
  }

  @Test
  void anUnknownReceiptIsNotOurs() {
    assertThat(held.of("one")).isEmpty();
  }

  @Test
  void whatIsNoLongerOursIsNotWorkedOn() {
    held.hold(taken, held.now(), VISIBILITY);
    assertThat(held.whileOurs("one", _ -> pass(VISIBILITY))).isTrue();
    assertThat(held.whileOurs("one", _ -> fail("its time is over"))).isFalse();
    assertThat(held.whileOurs("two", _ -> fail("it is unknown"))).isFalse();
  }

  /// An extension that is on its way must not come after the answer that ends the delivery.
  @Test
  void oneThreadAtATimeWorksOnADelivery() throws Exception {
    held.hold(taken, held.now(), VISIBILITY);
    AtomicBoolean isExtended = new AtomicBoolean();
    CompletableFuture<Boolean> wasExtended = new CompletableFuture<>();
    Thread ending =
        Thread.ofPlatform()
            .unstarted(() -> {
              var _ =
                  held.whileOurs(
                      "one",
                      _ -> {
                        wasExtended.complete(isExtended.get());
                        held.release(taken);
                      });
            });
    var _ =
        held.whileOurs(
            "one",
            _ -> {
              ending.start();
              while (ending.getState() != Thread.State.WAITING && !wasExtended.isDone()) {
                Thread.onSpinWait();
              }
              isExtended.set(true);
            });
    ending.join();
    assertThat(wasExtended).isCompletedWithValue(true);
    assertThat(held.whileOurs("one", _ -> fail("it was answered"))).isFalse();
  }

  @Test
  void deliveriesAreHeldApart() {
    held.hold(taken, held.now(), VISIBILITY);
    held.hold(taken("two"), held.now(), Duration.ofSeconds(10));
    pass(Duration.ofMinutes(1));
    held.hold(taken("three"), held.now(), VISIBILITY);
    assertThat(held.of("one")).isPresent();
    assertThat(held.of("two")).isEmpty();
    assertThat(held.of("three")).isPresent();
  }
}
