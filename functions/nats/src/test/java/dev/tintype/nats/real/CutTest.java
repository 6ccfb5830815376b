package dev.tintype.nats.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Opening;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The network between host and server fails both ways, without a word. `tintype.cut` has the
/// seconds that it lasts.
class CutTest {

  private static final Duration CUT = Duration.ofSeconds(Integer.getInteger("tintype.cut", 15));
  private static final Duration HIDDEN = Duration.ofSeconds(3);
  private static final Duration PATIENT = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private TestBroker broker;
  private BlockingProxy proxy;
  private final Opening opening = TestQueues.opening();

  @BeforeEach
  void start() throws Exception {
    broker = TestBroker.start(folder);
    proxy = new BlockingProxy(broker.port());
  }

  @AfterEach
  void end() throws Exception {
    opening.close();
    proxy.close();
    broker.close();
  }

  @Test
  void aLoadGoesOnAfterTheCutAndLosesNothing() throws Exception {
    try (Load load = new Load(TestQueues.make(proxy.address("cut"), opening), 2)) {
      load.goOn(200);
      proxy.cut();
      Await.until(CUT.plusMinutes(1), "sending is refused", () -> load.refused() > 0);
      Thread.sleep(CUT);
      proxy.restore();
      load.goOn(200);
      load.drain();
      System.out.println(load);
      assertThat(load.received()).containsAll(load.sent());
    }
  }

  /// The server would take the late acknowledgement for one of the second receiver.
  @Test
  void anAcknowledgementAfterTheTimeIsNotSent() throws Exception {
    JobQueue queue = TestQueues.make(proxy.address("late"), opening);
    queue.send(TestQueues.message(1), Duration.ZERO);
    Delivery late = queue.receive(PATIENT, HIDDEN).orElseThrow();
    proxy.cut();
    try (Opening elsewhere = TestQueues.opening()) {
      JobQueue second = TestQueues.open(broker.address("late"), elsewhere);
      Delivery ours = second.receive(PATIENT, PATIENT).orElseThrow();
      queue.acknowledge(late);
      queue.retryLater(late, Duration.ZERO);
      queue.deadLetter(late, "late");
      assertThat(queue.extend(late, HIDDEN)).isFalse();
      proxy.restore();
      assertThat(second.receive(HIDDEN, HIDDEN)).isEmpty();
      assertThat(second.depth().hidden()).isEqualTo(1);
      second.acknowledge(ours);
      assertThat(second.depth().hidden()).isZero();
    }
  }

  @Test
  void anExtensionWithoutAnswerDoesNotCountAsOne() throws Exception {
    JobQueue queue = TestQueues.make(proxy.address("extended"), opening);
    queue.send(TestQueues.message(1), Duration.ZERO);
    Delivery delivery = queue.receive(PATIENT, HIDDEN).orElseThrow();
    proxy.cut();
    assertThatThrownBy(() -> queue.extend(delivery, Duration.ofMinutes(5)))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(queue.extend(delivery, HIDDEN)).as("its time is over").isFalse();
  }

  /// A connection that was lost must not leave a request that swallows messages.
  @Test
  void aReceiverThatWaitedDuringTheCutReceivesAgain() throws Exception {
    JobQueue queue = TestQueues.make(proxy.address("waiting"), opening);
    proxy.cut();
    assertThatThrownBy(() -> queue.receive(PATIENT, HIDDEN)).isInstanceOf(StoreUnavailable.class);
    proxy.restore();
    try (Opening elsewhere = TestQueues.opening()) {
      TestQueues.open(broker.address("waiting"), elsewhere)
          .send(TestQueues.message(1), Duration.ZERO);
    }
    Optional<Delivery> received = Optional.empty();
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (received.isEmpty() && System.nanoTime() - end < 0) {
      received = receive(queue);
    }
    assertThat(received.map(Delivery::body)).contains(TestQueues.message(1).json());
  }

  private static Optional<Delivery> receive(JobQueue queue) throws InterruptedException {
    try {
      return queue.receive(PATIENT, HIDDEN);
    } catch (StoreUnavailable _) {
      return Optional.empty();
    }
  }
}
