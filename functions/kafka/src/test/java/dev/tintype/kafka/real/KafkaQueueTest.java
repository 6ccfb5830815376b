package dev.tintype.kafka.real;

import static dev.tintype.kafka.real.Queues.HIDDEN;
import static dev.tintype.kafka.real.Queues.PATIENT;
import static dev.tintype.kafka.real.Queues.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.Race;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What goes beyond the contract of every queue. Each queue that is opened stands for a process.
class KafkaQueueTest {

  private static final Duration SHORT = Duration.ofSeconds(2);

  private final Queues queues = new Queues();
  private String address;
  private JobQueue queue;

  @BeforeEach
  void open() throws Exception {
    address = Queues.prepared();
    queue = queues.open(address);
  }

  @AfterEach
  void close() {
    queues.close();
  }

  private Delivery receive() throws InterruptedException {
    return queue.receive(PATIENT, HIDDEN).orElseThrow();
  }

  @Test
  void aRedrivenLetterIsReceivedAsNew() throws Exception {
    queue.send(message(1), Lane.BULK, Duration.ZERO);
    queue.deadLetter(receive(), "why not");
    DeadLetter letter = queue.deadLetters(10).getFirst();
    assertThat(letter.why()).isEqualTo("why not");
    assertThat(letter.receiveCount()).isEqualTo(1);
    assertThat(letter.lane()).isEqualTo(Lane.BULK);
    assertThat(letter.diedAt()).isBetween(letter.sentAt(), Instant.now().plusSeconds(1));
    assertThat(queue.redrive(letter)).isTrue();
    assertThat(queue.redrive(letter)).isFalse();
    assertThat(queue.deadLetters(10)).isEmpty();
    Delivery again = receive();
    assertThat(again.receiveCount()).isEqualTo(1);
    assertThat(again.lane()).isEqualTo(Lane.BULK);
  }

  @Test
  void aDiscardedLetterIsGoneForOthersToo() throws Exception {
    for (int number = 1; number <= 3; number++) {
      queue.send(message(number), Duration.ZERO);
      queue.deadLetter(receive(), "why not");
    }
    JobQueue other = queues.open(address);
    List<DeadLetter> letters = other.deadLetters(2);
    assertThat(letters).hasSize(2);
    letters.forEach(letter -> assertThat(queue.discard(letter)).isTrue());
    assertThat(other.discard(letters.getFirst())).isFalse();
    assertThat(other.deadLetters(10)).hasSize(1);
    assertThat(other.depth().dead()).isEqualTo(1);
  }

  @Test
  void theDepthTellsWhereMessagesStand() throws Exception {
    for (int number = 1; number <= 3; number++) {
      queue.send(message(number), Duration.ZERO);
    }
    queue.send(message(4), Lane.BULK, Duration.ZERO);
    assertThat(queue.depth()).as("before anybody reads").isEqualTo(new Depth(4, 0, 0, 1, 0));
    queue.send(message(5), Lane.BULK, Duration.ofMinutes(10));
    receive();
    queue.deadLetter(receive(), "x");
    queue.acknowledge(receive());
    assertThat(queue.depth()).isEqualTo(new Depth(1, 2, 1, 1, 1));
  }

  @Test
  void aMessageWithoutAnEndBecomesADeadLetter() throws Exception {
    queue.send(message(1), Duration.ZERO);
    for (int count = 1; count <= 50; count++) {
      Delivery delivery = receive();
      assertThat(delivery.receiveCount()).isEqualTo(count);
      queue.retryLater(delivery, Duration.ZERO);
    }
    assertThat(queue.receive(SHORT, HIDDEN)).isEmpty();
    DeadLetter letter = queue.deadLetters(10).getFirst();
    assertThat(letter.body()).isEqualTo(message(1).json());
    assertThat(letter.why()).contains("50 times");
    assertThat(letter.receiveCount()).isEqualTo(50);
  }

  @Test
  void aMessageIsHiddenForLongerThanTheBrokersLock() throws Exception {
    Queues.set(
        ConfigResource.Type.GROUP,
        Queues.topic(address) + "-fresh",
        "share.record.lock.duration.ms",
        "15000");
    long seconds = Long.getLong("held.seconds", 40);
    JobQueue other = queues.open(address);
    queue.send(message(1), Duration.ZERO);
    Delivery delivery = receive();
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (System.nanoTime() - end < 0) {
      assertThat(other.receive(Duration.ofSeconds(10), HIDDEN)).isEmpty();
      assertThat(queue.extend(delivery, Duration.ofSeconds(30))).isTrue();
    }
    queue.acknowledge(delivery);
    assertThat(other.receive(Duration.ofSeconds(20), HIDDEN)).isEmpty();
  }

  @Test
  void whatAClosedProcessHadIsDeliveredToAnother() throws Exception {
    JobQueue other = queues.open(address);
    other.send(message(1), Duration.ZERO);
    assertThat(other.receive(PATIENT, HIDDEN)).isPresent();
    assertThat(queue.receive(SHORT, HIDDEN)).isEmpty();
    queues.closeLast();
    assertThat(receive().body()).isEqualTo(message(1).json());
  }

  @Test
  void aMessageReachesTheProcessThatWaitsThoughAnotherIsBusy() throws Exception {
    List<JobQueue> busy = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      JobQueue one = queues.open(address);
      one.send(message(number), Lane.BULK, Duration.ZERO);
      assertThat(one.receive(PATIENT, HIDDEN).orElseThrow().lane()).isEqualTo(Lane.BULK);
      busy.add(one);
    }
    CompletableFuture<Optional<Delivery>> waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return queue.receive(PATIENT, HIDDEN);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    busy.getFirst().send(message(9), Lane.FRESH, Duration.ZERO);
    Delivery delivery = waiting.get().orElseThrow();
    assertThat(delivery.body()).isEqualTo(message(9).json());
    assertThat(delivery.receiveCount()).as("nobody else has received it").isEqualTo(1);
  }

  @Test
  void noTwoProcessesAreGivenTheSameMessage() throws Exception {
    List<String> sent = new ArrayList<>();
    for (int number = 0; number < 100; number++) {
      sent.add(message(number).json());
      queue.send(message(number), number % 3 == 0 ? Lane.BULK : Lane.FRESH, Duration.ZERO);
    }
    List<List<String>> received =
        Race.of(
            4,
            _ -> {
              JobQueue own = open(address);
              return () -> receiveAll(own);
            });
    assertThat(received.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(sent);
  }

  private synchronized JobQueue open(String at) {
    return queues.open(at);
  }

  private static List<String> receiveAll(JobQueue queue) throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (var next = queue.receive(SHORT, HIDDEN);
        next.isPresent();
        next = queue.receive(SHORT, HIDDEN)) {
      bodies.add(next.get().body());
      queue.acknowledge(next.get());
    }
    return bodies;
  }

  @Test
  void aMessageOfANewerReleaseAndOneSentTwiceAreDelivered() throws Exception {
    queue.send(message(1), Duration.ZERO);
    queue.send(message(1), Duration.ZERO);
    Delivery one = receive();
    Delivery two = receive();
    assertThat(one.body()).isEqualTo(two.body());
    queue.acknowledge(two);
    assertThat(queue.extend(one, HIDDEN)).isTrue();
    queue.acknowledge(one);
    assertThat(queue.receive(SHORT, HIDDEN, Set.of(Lane.FRESH))).isEmpty();
  }
}
