package dev.tintype.redis.real;

import static dev.tintype.redis.real.TestMessages.HIDDEN;
import static dev.tintype.redis.real.TestMessages.NOW;
import static dev.tintype.redis.real.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Opening;
import dev.tintype.redis.TestQueues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The network between client and server breaks. `TINTYPE_TEST_OUTAGE` is how many seconds the long
/// breaks last.
class BrokenNetworkTest {

  private static final Duration OUTAGE =
      Duration.ofSeconds(
          Integer.parseInt(System.getenv().getOrDefault("TINTYPE_TEST_OUTAGE", "3")));

  @TempDir private Path folder;
  private TestBroker broker;
  private BreakableWire wire;
  private Opening opening;
  private JobQueue queue;
  private Thread receiver;

  @BeforeEach
  void open() throws Exception {
    broker = TestBroker.start(folder);
    wire = new BreakableWire(broker.port());
    opening = TestQueues.opening();
    queue = TestQueues.open(wire.address(), 50, opening);
    teachScripts();
  }

  /// A server that does not know a script runs nothing at its first call.
  private void teachScripts() throws Exception {
    queue.send(message(9), NOW);
    queue.retryLater(TestMessages.next(queue).orElseThrow(), NOW);
    Delivery delivery = TestMessages.next(queue).orElseThrow();
    queue.extend(delivery, HIDDEN);
    queue.deadLetter(delivery, "why");
    queue.redrive(queue.deadLetters(1).getFirst());
    queue.acknowledge(TestMessages.next(queue).orElseThrow());
  }

  @AfterEach
  void close() throws Exception {
    opening.close();
    wire.close();
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trafficGoesOnAfterAnOutage(boolean isSilent) throws Exception {
    try (Traffic traffic = new Traffic(queue)) {
      traffic.passes(30);
      if (isSilent) {
        wire.silence();
      } else {
        wire.cut();
      }
      Thread.sleep(OUTAGE);
      wire.mend();
      traffic.passes(100);
      traffic.finish();
      System.out.println("network away for " + OUTAGE + ", silent " + isSilent + ": " + traffic);
      assertThat(traffic.received()).containsAll(traffic.sent());
      assertThat(traffic.cameBack()).isEmpty();
    }
  }

  /// A client that waits without a limit never notices that its server is gone.
  @Test
  void aReceiverThatWaitsForASilentServerIsTold() throws Exception {
    CompletableFuture<Throwable> ended = waiting(Thread.ofVirtual());
    wire.silence();
    assertThat(ended.get()).isInstanceOf(StoreUnavailable.class);
  }

  /// Starts a receiver of five minutes, and returns when it waits at the server.
  ///
  /// @return what it ends with
  private CompletableFuture<Throwable> waiting(Thread.Builder builder) throws Exception {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    receiver =
        builder.start(() -> {
          try {
            queue.receive(Duration.ofMinutes(5), HIDDEN);
            ended.complete(new AssertionError("received"));
          } catch (InterruptedException | RuntimeException e) {
            ended.complete(e);
          }
        });
    TestBroker.await("a receiver that waits", broker::isBlocking);
    return ended;
  }

  @Test
  void aSendWhoseAnswerIsLostIsMadeOnce() {
    wire.loseAnswer();
    queue.send(message(1), NOW);
    assertThat(wire.hasLostAnswer()).isTrue();
    assertThat(queue.depth()).isEqualTo(new Depth(1, 0, 0));
  }

  @Test
  void anAnswerToADeliveryHoldsAlthoughItsOwnAnswerIsLost() throws Exception {
    for (int number = 1; number <= 3; number++) {
      queue.send(message(number), NOW);
    }
    Delivery first = TestMessages.next(queue).orElseThrow();
    Delivery second = TestMessages.next(queue).orElseThrow();
    Delivery third = TestMessages.next(queue).orElseThrow();
    wire.loseAnswer();
    assertThat(queue.extend(first, HIDDEN)).isTrue();
    wire.loseAnswer();
    queue.acknowledge(first);
    wire.loseAnswer();
    queue.retryLater(second, NOW);
    wire.loseAnswer();
    queue.deadLetter(third, "why");
    assertThat(wire.hasLostAnswer()).isTrue();
    assertThat(queue.depth()).isEqualTo(new Depth(1, 0, 1));
  }

  /// Its second run would say that there was nothing to move.
  @Test
  void aRedriveWhoseAnswerIsLostIsUnknown() throws Exception {
    queue.send(message(1), NOW);
    queue.deadLetter(TestMessages.next(queue).orElseThrow(), "why");
    DeadLetter letter = queue.deadLetters(1).getFirst();
    wire.loseAnswer();
    assertThatThrownBy(() -> queue.redrive(letter)).isInstanceOf(StoreUnavailable.class);
    assertThat(queue.redrive(letter)).isFalse();
    assertThat(queue.depth()).isEqualTo(new Depth(1, 0, 0));
  }

  /// What was received unheard is hidden for a while, and not lost.
  @Test
  void aDeliveryWhoseAnswerIsLostComesAgain() throws Exception {
    queue.send(message(1), NOW);
    wire.loseAnswer();
    assertThat(queue.receive(NOW, Duration.ofSeconds(1))).isEmpty();
    Delivery again = queue.receive(TestMessages.PATIENT, HIDDEN).orElseThrow();
    assertThat(again.body()).isEqualTo(message(1).json());
    assertThat(again.receiveCount()).isEqualTo(2);
  }

  @Test
  void anInterruptedReceiverEndsWithoutAMessage() throws Exception {
    for (Thread.Builder builder : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      CompletableFuture<Throwable> ended = waiting(builder);
      receiver.interrupt();
      assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    }
    queue.send(message(1), NOW);
    assertThat(queue.receive(TestMessages.PATIENT, HIDDEN)).isPresent();
  }
}
