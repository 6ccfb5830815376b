package dev.tintype.redis.real;

import static dev.tintype.redis.real.TestMessages.HIDDEN;
import static dev.tintype.redis.real.TestMessages.NOW;
import static dev.tintype.redis.real.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.redis.TestQueues;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/// Somebody deletes the queue's keys, or uses their names.
class DeletedKeysTest {

  @TempDir private static Path folder;
  private static TestBroker broker;

  private Opening opening;
  private JobQueue queue;
  private Jedis admin;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void open() {
    admin = broker.admin();
    admin.flushAll();
    opening = TestQueues.opening();
    queue = TestQueues.open(broker.address(), 50, opening);
  }

  @AfterEach
  void close() {
    opening.close();
    admin.close();
  }

  @Test
  void whatIsSentAgainAfterAFlushIsReceived() throws Exception {
    queue.send(message(1), NOW);
    queue.send(message(2), NOW);
    Delivery ours = TestMessages.next(queue).orElseThrow();
    admin.flushAll();
    assertThat(queue.extend(ours, HIDDEN)).isFalse();
    queue.acknowledge(ours);
    queue.retryLater(ours, NOW);
    queue.deadLetter(ours, "gone");
    assertThat(queue.depth()).isEqualTo(new Depth(0, 0, 0));
    queue.send(message(2), NOW);
    assertThat(TestMessages.drain(queue)).containsExactly(message(2).json());
  }

  /// A part that is missing must never hide a message that is sent afterwards.
  @ParameterizedTest
  @ValueSource(strings = {"fresh", "texts", "counts", "waiting", "dead", "deaths", "wake-fresh"})
  void whatIsSentAfterTheLossOfAKeyIsReceived(String key) throws Exception {
    for (int number = 1; number <= 4; number++) {
      queue.send(message(number), NOW);
    }
    queue.deadLetter(TestMessages.next(queue).orElseThrow(), "why");
    Delivery ours = TestMessages.next(queue).orElseThrow();
    admin.del("{tintype}:" + key);
    queue.acknowledge(ours);
    for (int number = 1; number <= 4; number++) {
      queue.send(message(number), NOW);
    }
    assertThat(TestMessages.drain(queue))
        .containsExactlyInAnyOrder(
            message(1).json(), message(2).json(), message(3).json(), message(4).json());
    assertThat(queue.deadLetters(10)).hasSizeLessThanOrEqualTo(1);
    assertThat(queue.depth().visible()).isZero();
  }

  @Test
  void aReceiverThatWaitsGetsWhatIsSentAfterAFlush() throws Exception {
    try (var pool = java.util.concurrent.Executors.newSingleThreadExecutor()) {
      var received = pool.submit(() -> queue.receive(TestMessages.PATIENT, HIDDEN));
      TestBroker.await("a receiver that waits", broker::isBlocking);
      admin.flushAll();
      queue.send(message(1), NOW);
      assertThat(received.get()).isPresent();
    }
  }

  @Test
  void keysOfAnotherProgramAreNamed() {
    admin.set("{tintype}:fresh", "something else");
    assertThatThrownBy(() -> queue.receive(Duration.ZERO, HIDDEN))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("WRONGTYPE");
    assertThatThrownBy(() -> queue.send(message(1), NOW)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> TestQueues.open(broker.address(), 50, opening))
        .isInstanceOfAny(InvalidAddress.class, StoreUnavailable.class)
        .hasMessageContaining("WRONGTYPE");
    assertThat(admin.get("{tintype}:fresh")).isEqualTo("something else");
  }
}
