package dev.tintype.nats.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.state.Lane;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody removes or changes what the queue is made of while a host runs.
class RemovedTest {

  private static final String STREAM = "removed";
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration HIDDEN = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private TestBroker broker;
  private final Opening opening = TestQueues.opening();
  private JobQueue queue;

  @BeforeEach
  void start() throws Exception {
    broker = TestBroker.start(folder);
    queue = TestQueues.make(broker.address(STREAM), opening);
  }

  @AfterEach
  void end() {
    opening.close();
    broker.close();
  }

  @Test
  void aHostGoesOnWhenTheStreamIsMadeAgain() throws Exception {
    queue.send(TestQueues.message(1), Duration.ZERO);
    Delivery delivery = queue.receive(PATIENT, HIDDEN).orElseThrow();
    try (Operator operator = new Operator(broker)) {
      operator.removeStream(STREAM);
    }
    for (Duration delay : new Duration[] {Duration.ZERO, Duration.ofSeconds(5)}) {
      assertThatThrownBy(() -> queue.send(TestQueues.message(2), delay))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("tintype queue init");
    }
    assertThatThrownBy(() -> queue.receive(PATIENT, HIDDEN))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("tintype queue init");
    assertThatThrownBy(() -> queue.acknowledge(delivery)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(queue::depth).isInstanceOf(StoreUnavailable.class);
    TestQueues.provider(broker.address(STREAM)).init(broker.address(STREAM));
    queue.send(TestQueues.message(3), Duration.ofSeconds(1));
    assertThat(queue.receive(PATIENT, HIDDEN).orElseThrow().body())
        .isEqualTo(TestQueues.message(3).json());
  }

  @Test
  void aHostGoesOnWhenAConsumerIsMadeAgain() throws Exception {
    queue.send(TestQueues.message(1), Lane.FRESH, Duration.ZERO);
    queue.send(TestQueues.message(2), Lane.BULK, Duration.ZERO);
    try (Operator operator = new Operator(broker)) {
      operator.removeConsumer(STREAM, Lane.BULK);
      assertThat(queue.receive(PATIENT, HIDDEN).orElseThrow().lane()).isEqualTo(Lane.FRESH);
      assertThatThrownBy(() -> queue.receive(PATIENT, HIDDEN)).isInstanceOf(StoreUnavailable.class);
      assertThat(TestQueues.provider(broker.address(STREAM)).init(broker.address(STREAM)))
          .contains("The consumer bulk of the stream removed was made.");
    }
    assertThat(queue.receive(PATIENT, HIDDEN).orElseThrow().lane()).isEqualTo(Lane.BULK);
  }

  /// https://github.com/nats-io/nats-server/issues/5526
  @Test
  void aHiddenMessageSurvivesAChangeOfTheStream() throws Exception {
    queue.send(TestQueues.message(1), Duration.ZERO);
    queue.send(TestQueues.message(2), Duration.ofSeconds(2));
    queue.retryLater(queue.receive(PATIENT, HIDDEN).orElseThrow(), Duration.ofSeconds(2));
    try (Operator operator = new Operator(broker)) {
      operator.change(operator.stream(STREAM).getConfiguration());
    }
    assertThat(queue.receive(PATIENT, HIDDEN)).isPresent();
    assertThat(queue.receive(PATIENT, HIDDEN)).isPresent();
  }
}
