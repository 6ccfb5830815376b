package dev.tintype.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DelaysTest {

  private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
  private final Delays delays =
      new Delays(
          (lane, envelope) -> sent.add(lane.code() + " " + envelope.body()), Duration.ofMinutes(1));

  private static Envelope envelope(String body) {
    return new Envelope(body, 0, Optional.empty());
  }

  @Test
  void messagesAreSentInTheOrderOfTheirTimes() throws Exception {
    delays.add(Lane.FRESH, envelope("later"), Duration.ofMillis(400));
    delays.add(Lane.BULK, envelope("soon"), Duration.ofMillis(10));
    assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo("bulk soon");
    assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo("fresh later");
    assertThat(delays.counts()).isEmpty();
  }

  @Test
  void aMessageThatIsTakenBackIsNotSent() throws Exception {
    Runnable undo = delays.add(Lane.FRESH, envelope("one"), Duration.ofMillis(50));
    delays.add(Lane.FRESH, envelope("two"), Duration.ofMillis(100));
    undo.run();
    assertThat(sent.poll(20, TimeUnit.SECONDS)).isEqualTo("fresh two");
    assertThat(sent).isEmpty();
  }

  @Test
  void equalMessagesAreCountedEach() {
    delays.add(Lane.BULK, envelope("same"), Duration.ofMinutes(1));
    delays.add(Lane.BULK, envelope("same"), Duration.ofMinutes(1));
    assertThat(delays.counts()).isEqualTo(Map.of(Lane.BULK, 2L));
  }

  @Test
  void whatWaitsAtTheEndIsSentAtOnce() {
    delays.add(Lane.FRESH, envelope("one"), Duration.ofMinutes(15));
    delays.close();
    assertThat(sent).containsExactly("fresh one");
    assertThat(delays.counts()).isEmpty();
  }

  @Test
  void whatCannotBeSentInTimeIsLeftToTheSweeper() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    AtomicReference<Thread> sending = new AtomicReference<>(Thread.currentThread());
    Delays slow =
        new Delays(
            (_, envelope) -> {
              sent.add(envelope.body());
              sending.set(Thread.currentThread());
              try {
                answer.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            },
            Duration.ofMillis(500));
    for (int i = 0; i < 3; i++) {
      slow.add(Lane.FRESH, envelope("one"), Duration.ofMinutes(15));
    }
    slow.close();
    assertThat(slow.counts()).isEmpty();
    answer.countDown();
    if (sending.get() != Thread.currentThread()) {
      sending.get().join();
    }
    assertThat(sent).as("the others are not sent after the end").hasSizeLessThan(2);
  }

  @Test
  void afterTheEndNothingIsDelayed() throws Exception {
    delays.close();
    assertThatThrownBy(() -> delays.add(Lane.FRESH, envelope("one"), Duration.ofMinutes(1)))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("Kafka, delaying a message: the queue is closed");
    assertThat(retry()).containsExactly("release");
    assertThat(delays.counts()).isEmpty();
    assertThat(sent).isEmpty();
  }

  private void fill() {
    for (int i = 0; i < Delays.MOST; i++) {
      delays.add(Lane.FRESH, envelope("one"), Duration.ofMinutes(15));
    }
  }

  @Test
  void moreThanFitIsRefused() {
    fill();
    assertThatThrownBy(() -> delays.add(Lane.FRESH, envelope("two"), Duration.ofMinutes(15)))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("Kafka, delaying a message: 10000 wait in this process already");
    assertThat(delays.counts()).isEqualTo(Map.of(Lane.FRESH, (long) Delays.MOST));
  }

  /// @return what was done with the record of a message that is to be tried later
  private List<String> retry() throws Exception {
    FakeConsumer consumer = new FakeConsumer();
    Holding holding =
        new Holding(
            Lane.BULK, FakeConsumer.message("again", 3, 2), "receipt", Duration.ofMinutes(5));
    FutureTask<Boolean> keeping =
        new FutureTask<>(() -> {
          new Keeper(consumer, holding).keep().run();
          return true;
        });
    Thread.ofVirtual().start(keeping);
    delays.retry(holding, Duration.ofMinutes(15));
    keeping.get();
    return consumer.done();
  }

  @Test
  void aMessageThatIsTriedLaterLeavesItsRecord() throws Exception {
    assertThat(retry()).containsExactly("accept");
    assertThat(delays.counts()).isEqualTo(Map.of(Lane.BULK, 1L));
  }

  @Test
  void aMessageWithoutRoomKeepsItsRecord() throws Exception {
    fill();
    assertThat(retry()).containsExactly("release");
    assertThat(delays.counts()).isEqualTo(Map.of(Lane.FRESH, (long) Delays.MOST));
  }
}
