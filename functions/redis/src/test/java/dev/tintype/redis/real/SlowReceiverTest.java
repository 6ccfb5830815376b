package dev.tintype.redis.real;

import static dev.tintype.redis.real.TestMessages.HIDDEN;
import static dev.tintype.redis.real.TestMessages.NOW;
import static dev.tintype.redis.real.TestMessages.PATIENT;
import static dev.tintype.redis.real.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.state.Lane;
import dev.tintype.redis.TestQueues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Receivers that wait or are slow, by the server's own clock.
class SlowReceiverTest {

  private static final Duration SHORT = Duration.ofMillis(700);

  @TempDir private Path folder;
  private TestBroker broker;
  private Opening opening;
  private JobQueue queue;

  @BeforeEach
  void open() throws Exception {
    broker = TestBroker.start(folder);
    opening = TestQueues.opening();
    queue = TestQueues.open(broker.address(), 50, opening);
  }

  @AfterEach
  void close() {
    opening.close();
    broker.close();
  }

  @Test
  void aReceiverThatWaitsGetsTheMessageThatASlowOneLetGo() throws Exception {
    JobQueue other = TestQueues.open(broker.address(), 50, opening);
    queue.send(message(1), NOW);
    Delivery slow = queue.receive(NOW, SHORT).orElseThrow();
    Delivery next = other.receive(PATIENT, HIDDEN).orElseThrow();
    assertThat(next.receiveCount()).isEqualTo(2);
    assertThat(queue.extend(slow, HIDDEN)).isFalse();
    queue.acknowledge(slow);
    queue.retryLater(slow, NOW);
    queue.deadLetter(slow, "late");
    assertThat(queue.depth()).isEqualTo(new Depth(0, 1, 0));
    assertThat(other.extend(next, HIDDEN)).isTrue();
  }

  /// Longer than the visibility timeout, as a worker whose image takes long.
  @Test
  void aReceiverThatExtendsInTimeKeepsItsMessage() throws Exception {
    queue.send(message(1), NOW);
    Delivery ours = queue.receive(NOW, Duration.ofSeconds(3)).orElseThrow();
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      Future<Optional<Delivery>> other =
          pool.submit(() -> queue.receive(Duration.ofSeconds(5), HIDDEN));
      while (!other.isDone()) {
        assertThat(queue.extend(ours, Duration.ofSeconds(3))).isTrue();
        Thread.sleep(500);
      }
      assertThat(other.get()).isEmpty();
    }
    queue.acknowledge(ours);
  }

  @Test
  void aDelayedMessageWakesAReceiverThatWaits() throws Exception {
    queue.send(message(1), SHORT);
    assertThat(queue.receive(NOW, HIDDEN)).isEmpty();
    assertThat(queue.receive(PATIENT, HIDDEN)).isPresent();
  }

  /// Each message wakes a receiver that may have it.
  @Test
  void aBulkMessageIsNotLostOnAReceiverOfFreshOnes() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      Future<Optional<Delivery>> fresh =
          pool.submit(() -> queue.receive(PATIENT, HIDDEN, EnumSet.of(Lane.FRESH)));
      Future<Optional<Delivery>> any = pool.submit(() -> queue.receive(PATIENT, HIDDEN));
      TestBroker.await("receivers that wait", broker::isBlocking);
      queue.send(message(1), Lane.BULK, NOW);
      assertThat(any.get().orElseThrow().lane()).isEqualTo(Lane.BULK);
      queue.send(message(2), Lane.FRESH, NOW);
      assertThat(fresh.get().orElseThrow().lane()).isEqualTo(Lane.FRESH);
    }
  }

  /// Each keeps a connection, beside the two that the address allows.
  @Test
  void manyReceiversWaitWithoutHinderingASender() throws Exception {
    JobQueue narrow = TestQueues.open(broker.address() + "?connections=2", 50, opening);
    int many = 30;
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting =
          java.util.stream.IntStream.range(0, many)
              .mapToObj(_ -> pool.submit(() -> narrow.receive(PATIENT, HIDDEN)))
              .toList();
      for (int number = 0; number < many; number++) {
        narrow.send(message(number), NOW);
      }
      for (Future<Optional<Delivery>> one : waiting) {
        assertThat(one.get()).isPresent();
      }
    }
    assertThat(narrow.depth()).isEqualTo(new Depth(0, many, 0));
  }
}
