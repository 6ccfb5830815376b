package dev.tintype.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeskTest {

  private final List<Lane> started = new ArrayList<>();
  private final Desk desk = new Desk(started::add);
  private final FakeConsumer consumer = new FakeConsumer();

  private static Holding holding(Lane lane, String body) {
    return new Holding(lane, FakeConsumer.message(body, 0, 1), body, Duration.ofMinutes(1));
  }

  private Desk.Waiter waiter(Lane... lanes) {
    Desk.Waiter waiter = desk.enter();
    for (Lane lane : lanes) {
      desk.want(waiter, lane);
    }
    return waiter;
  }

  private Optional<Holding> await(Desk.Waiter waiter, Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    return desk.await(waiter, end, end);
  }

  @Test
  void asManyConsumersLookAsThreadsWait() {
    waiter(Lane.FRESH);
    Desk.Waiter second = waiter(Lane.FRESH, Lane.BULK);
    assertThat(started).containsExactly(Lane.FRESH, Lane.FRESH, Lane.BULK);
    desk.leave(second);
    waiter(Lane.FRESH);
    assertThat(started).as("one still looks for the thread that left").hasSize(3);
  }

  @Test
  void aMessageGoesToTheFirstThreadThatWantsItsLane() throws Exception {
    Desk.Waiter fresh = waiter(Lane.FRESH);
    Desk.Waiter both = waiter(Lane.FRESH, Lane.BULK);
    assertThat(desk.offer(consumer, holding(Lane.BULK, "bulk"), Duration.ZERO)).isTrue();
    assertThat(desk.offer(consumer, holding(Lane.FRESH, "fresh"), Duration.ZERO)).isTrue();
    assertThat(await(fresh, Duration.ZERO).orElseThrow().receipt()).isEqualTo("fresh");
    assertThat(await(both, Duration.ZERO).orElseThrow().receipt()).isEqualTo("bulk");
  }

  @Test
  void nobodyIsGivenTwoMessages() throws Exception {
    Desk.Waiter waiter = waiter(Lane.FRESH, Lane.BULK);
    assertThat(desk.offer(consumer, holding(Lane.FRESH, "one"), Duration.ZERO)).isTrue();
    assertThat(desk.offer(consumer, holding(Lane.BULK, "two"), Duration.ZERO)).isFalse();
    assertThat(await(waiter, Duration.ZERO)).isPresent();
  }

  @Test
  void whatWasGivenToAThreadThatLeavesIsNotForgotten() throws Exception {
    Desk.Waiter waiter = waiter(Lane.FRESH);
    desk.offer(consumer, holding(Lane.FRESH, "one"), Duration.ZERO);
    assertThat(desk.leave(waiter).orElseThrow().receipt()).isEqualTo("one");
    Desk.Waiter other = waiter(Lane.FRESH);
    desk.offer(consumer, holding(Lane.FRESH, "two"), Duration.ZERO);
    assertThat(await(other, Duration.ZERO)).isPresent();
    assertThat(desk.leave(other)).isEmpty();
  }

  @Test
  void aThreadWaitsUntilAConsumerHasLookedThoughItsTimeIsOver() throws Exception {
    Desk.Waiter waiter = waiter(Lane.FRESH);
    desk.looks(Lane.FRESH, consumer, false);
    long began = System.nanoTime();
    long latest = began + Duration.ofMillis(300).toNanos();
    assertThat(desk.await(waiter, began, latest)).isEmpty();
    assertThat(System.nanoTime()).isGreaterThanOrEqualTo(latest);
    desk.looks(Lane.FRESH, consumer, true);
    assertThat(desk.await(waiter, System.nanoTime(), Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void aConsumerThatIsNotNeededIsCalledBeforeAnotherIsMade() throws Exception {
    Desk.Waiter waiter = waiter(Lane.FRESH);
    desk.offer(consumer, holding(Lane.FRESH, "one"), Duration.ZERO);
    await(waiter, Duration.ZERO);
    desk.free(Lane.FRESH);
    Thread idle =
        Thread.ofVirtual()
            .start(() -> {
              try {
                desk.isCalled(Lane.FRESH, Duration.ofMinutes(1));
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    while (idle.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    waiter(Lane.FRESH);
    idle.join();
    assertThat(started).hasSize(1);
  }

  @Test
  void aConsumerThatIsNeededNeedNotWait() throws Exception {
    Desk.Waiter first = waiter(Lane.FRESH);
    waiter(Lane.FRESH);
    desk.offer(consumer, holding(Lane.FRESH, "one"), Duration.ZERO);
    await(first, Duration.ZERO);
    desk.pauses(Lane.FRESH, new FakeConsumer());
    desk.free(Lane.FRESH);
    assertThat(desk.isCalled(Lane.FRESH, Duration.ZERO)).isTrue();
    desk.free(Lane.FRESH);
    assertThat(desk.isCalled(Lane.FRESH, Duration.ZERO)).isFalse();
  }

  @Test
  void aFailureIsToldToThoseWhoWaitForThatLane() throws Exception {
    Desk.Waiter fresh = waiter(Lane.FRESH);
    Desk.Waiter bulk = waiter(Lane.BULK);
    desk.stopped(Lane.BULK, Optional.empty(), Optional.of(new StoreUnavailable("refused")));
    assertThatThrownBy(() -> await(bulk, Duration.ofMinutes(1)))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(await(fresh, Duration.ZERO)).isEmpty();
    assertThat(started).as("nobody waits for another one").hasSize(2);
    waiter(Lane.BULK);
    assertThat(started).as("another one is made").hasSize(3);
  }

  @Test
  void anotherConsumerIsMadeForAThreadThatCameWhileOneEnded() {
    desk.leave(waiter(Lane.FRESH));
    waiter(Lane.FRESH);
    assertThat(started).as("the first one is believed to look").hasSize(1);
    desk.stopped(Lane.FRESH, Optional.of(consumer), Optional.empty());
    assertThat(started).containsExactly(Lane.FRESH, Lane.FRESH);
    desk.close();
    desk.stopped(Lane.FRESH, Optional.of(consumer), Optional.empty());
    assertThat(started).as("none after the end").hasSize(2);
  }

  @Test
  void silenceIsNoticedWhenEveryConsumerIsSilent() {
    Desk.Waiter waiter = waiter(Lane.FRESH);
    desk.looks(Lane.FRESH, consumer, true);
    assertThat(desk.isSilent(waiter)).isFalse();
    consumer.silence();
    assertThat(desk.isSilent(waiter)).isTrue();
    desk.looks(Lane.FRESH, new FakeConsumer(), true);
    assertThat(desk.isSilent(waiter)).isFalse();
  }

  @Test
  void afterTheEndNobodyWaits() throws Exception {
    Desk.Waiter waiter = waiter(Lane.FRESH);
    desk.close();
    assertThat(await(waiter, Duration.ofMinutes(1))).isEmpty();
    assertThat(desk.offer(consumer, holding(Lane.FRESH, "one"), Duration.ofMinutes(1))).isFalse();
    desk.free(Lane.FRESH);
    assertThat(desk.isCalled(Lane.FRESH, Duration.ofMinutes(1))).isFalse();
    assertThat(desk.isUnwanted(Lane.FRESH, Duration.ofMinutes(1))).isTrue();
  }
}
