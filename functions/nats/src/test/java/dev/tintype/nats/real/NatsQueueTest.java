package dev.tintype.nats.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobQueueContract;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Race;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.state.Lane;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsQueueTest extends JobQueueContract {

  private static final Duration PATIENT = Duration.ofSeconds(20);

  /// What workers ask for.
  private static final Duration WORKED_ON = Duration.ofMinutes(2);

  private static final int MOST_RECEIVES = 50;

  @TempDir private static Path folder;
  private static TestBroker broker;

  private final Opening opening = TestQueues.opening();
  private final String stream = TestQueues.newStream();
  private JobQueue queue;

  @BeforeAll
  static void startServer() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void endServer() {
    broker.close();
  }

  @BeforeEach
  void open() {
    queue = TestQueues.make(broker.address(stream), opening);
  }

  @AfterEach
  void close() {
    opening.close();
  }

  @Override
  protected JobSender sender() {
    return queue;
  }

  @Override
  protected JobReceiver receiver() {
    return queue;
  }

  /// The server's time cannot be moved.
  @Override
  protected void pass(Duration time) throws InterruptedException {
    Thread.sleep(time);
  }

  @Override
  protected List<String> deadLetters() {
    return queue.deadLetters(100).stream().map(DeadLetter::body).toList();
  }

  private Delivery receive() throws InterruptedException {
    return queue.receive(PATIENT, WORKED_ON).orElseThrow();
  }

  @Test
  void aDeadLetterTellsWhatHappened() throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    queue.send(TestQueues.message(1), Lane.BULK, Duration.ZERO);
    queue.deadLetter(receive(), "nobody can");
    DeadLetter letter = queue.deadLetters(10).getFirst();
    assertThat(letter.body()).isEqualTo(TestQueues.message(1).json());
    assertThat(letter.why()).isEqualTo("nobody can");
    assertThat(letter.receiveCount()).isEqualTo(1);
    assertThat(letter.lane()).isEqualTo(Lane.BULK);
    assertThat(letter.sentAt()).isBetween(before, letter.diedAt());
    assertThat(queue.depth()).isEqualTo(new Depth(0, 0, 1));
  }

  @Test
  void deadLettersComeOldestFirstAndNoMoreThanAsked() throws Exception {
    for (int number = 1; number <= 3; number++) {
      queue.send(TestQueues.message(number), Duration.ZERO);
      queue.deadLetter(receive(), "because");
    }
    assertThat(queue.deadLetters(2))
        .extracting(DeadLetter::body)
        .containsExactly(TestQueues.message(1).json(), TestQueues.message(2).json());
  }

  @Test
  void aRedrivenDeadLetterIsReceivedInItsLaneFromTheFirstTime() throws Exception {
    queue.send(TestQueues.message(1), Lane.BULK, Duration.ZERO);
    queue.retryLater(receive(), Duration.ZERO);
    queue.deadLetter(receive(), "because");
    DeadLetter letter = queue.deadLetters(10).getFirst();
    assertThat(letter.receiveCount()).isEqualTo(2);
    assertThat(queue.redrive(letter)).isTrue();
    assertThat(queue.redrive(letter)).isFalse();
    assertThat(queue.deadLetters(10)).isEmpty();
    Delivery again = receive();
    assertThat(again.receiveCount()).isEqualTo(1);
    assertThat(again.lane()).isEqualTo(Lane.BULK);
    assertThat(queue.depth().visible()).isZero();
  }

  @Test
  void aDiscardedDeadLetterIsGone() throws Exception {
    queue.send(TestQueues.message(1), Duration.ZERO);
    queue.deadLetter(receive(), "because");
    DeadLetter letter = queue.deadLetters(10).getFirst();
    assertThat(queue.discard(letter)).isTrue();
    assertThat(queue.discard(letter)).isFalse();
    assertThat(queue.redrive(letter)).isFalse();
    assertThat(queue.depth()).isEqualTo(new Depth(0, 0, 0));
  }

  @Test
  void aMessageThatIsReceivedTooOftenBecomesADeadLetter() throws Exception {
    queue.send(TestQueues.message(1), Duration.ZERO);
    for (int count = 1; count <= MOST_RECEIVES; count++) {
      Delivery delivery = receive();
      assertThat(delivery.receiveCount()).isEqualTo(count);
      queue.retryLater(delivery, Duration.ZERO);
    }
    assertThat(queue.receive(shortWait(), WORKED_ON)).isEmpty();
    DeadLetter letter = queue.deadLetters(10).getFirst();
    assertThat(letter.why()).contains("50 times");
    assertThat(queue.depth()).isEqualTo(new Depth(0, 0, 1));
  }

  @Test
  void theLanesAreCounted() throws Exception {
    queue.send(TestQueues.message(1), Lane.FRESH, Duration.ZERO);
    queue.send(TestQueues.message(2), Lane.FRESH, Duration.ZERO);
    queue.send(TestQueues.message(3), Lane.FRESH, Duration.ofMinutes(10));
    queue.send(TestQueues.message(4), Lane.BULK, Duration.ZERO);
    queue.send(TestQueues.message(5), Lane.BULK, Duration.ofMinutes(10));
    queue.send(TestQueues.message(6), Lane.BULK, Duration.ofMinutes(10));
    assertThat(queue.depth()).isEqualTo(new Depth(3, 3, 0, 1, 2));
    receive();
    assertThat(queue.depth()).isEqualTo(new Depth(2, 4, 0, 1, 2));
  }

  /// Two messages with one subject would replace each other.
  @Test
  void delayedMessagesDoNotReplaceEachOther() throws Exception {
    for (int number = 1; number <= 3; number++) {
      queue.send(TestQueues.message(number), Duration.ofSeconds(1));
    }
    assertThat(List.of(receive().body(), receive().body(), receive().body()))
        .containsExactlyInAnyOrder(
            TestQueues.message(1).json(),
            TestQueues.message(2).json(),
            TestQueues.message(3).json());
  }

  /// With JetStream's own limit a thousand of them would.
  @Test
  void messagesThatWaitForTheirRetryHoldUpNoOther() throws Exception {
    for (int number = 1; number <= 1_100; number++) {
      queue.send(TestQueues.message(number), Duration.ZERO);
    }
    for (int number = 1; number <= 1_100; number++) {
      queue.retryLater(receive(), Duration.ofMinutes(10));
    }
    queue.send(TestQueues.message(0), Duration.ZERO);
    assertThat(receive().body()).isEqualTo(TestQueues.message(0).json());
  }

  @Test
  void aMessageForAReceiverThatWasInterruptedIsGivenBack() throws Exception {
    CompletableFuture<Optional<Delivery>> answer = new CompletableFuture<>();
    Thread receiver =
        Thread.ofVirtual()
            .start(() -> {
              try {
                answer.complete(queue.receive(PATIENT, WORKED_ON, EnumSet.of(Lane.FRESH)));
              } catch (InterruptedException e) {
                answer.completeExceptionally(e);
              }
            });
    try (Operator operator = new Operator(broker)) {
      Await.until(PATIENT, "the receiver waits", () -> operator.waiting(stream, Lane.FRESH) == 1);
    }
    receiver.interrupt();
    receiver.join();
    assertThat(answer).isCompletedExceptionally();
    queue.send(TestQueues.message(1), Duration.ZERO);
    assertThat(receive().body()).isEqualTo(TestQueues.message(1).json());
  }

  @Test
  void aHundredReceiversMayWait() throws Exception {
    int many = 100;
    List<Optional<Delivery>> received =
        Race.of(
            many + 1,
            i ->
                () -> {
                  if (i < many) {
                    return queue.receive(PATIENT, WORKED_ON);
                  }
                  for (int number = 0; number < many; number++) {
                    queue.send(TestQueues.message(number), Duration.ZERO);
                  }
                  return Optional.<Delivery>empty();
                });
    assertThat(received.stream().flatMap(Optional::stream).map(Delivery::body).distinct())
        .hasSize(many);
  }
}
