package dev.tintype.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.Message;
import dev.tintype.core.state.Lane;
import dev.tintype.sqs.emulator.EmulatedSqs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

final class SqsDeadLettersTest {

  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration HIDDEN = Duration.ofMinutes(2);
  private static final Message MESSAGE =
      new Message(
          new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"), new Version("0123456789abcdef"), "upload");

  private final Queues queues = new Queues();

  @AfterEach
  void close() {
    queues.close();
  }

  private static void bury(JobQueue queue, Lane lane, String why) throws InterruptedException {
    queue.send(MESSAGE, lane, Duration.ZERO);
    queue.deadLetter(queue.receive(WAIT, HIDDEN).orElseThrow(), why);
  }

  @Test
  void aDeadLetterTellsWhereItCameFromAndWhy() throws Exception {
    Instant before = Instant.now().minusSeconds(5);
    JobQueue queue = queues.open();
    bury(queue, Lane.BULK, "bad\u0000 news");
    DeadLetter letter = queue.deadLetters(5).getFirst();
    assertThat(letter.body()).isEqualTo(MESSAGE.json());
    assertThat(letter.why()).isEqualTo("bad? news");
    assertThat(letter.lane()).isEqualTo(Lane.BULK);
    assertThat(letter.receiveCount()).isEqualTo(1);
    assertThat(letter.sentAt()).isAfter(before);
    assertThat(letter.diedAt()).isAfterOrEqualTo(letter.sentAt());
  }

  @Test
  void aDeadLetterThatWasReadIsHiddenFromOthersAndCountsStill() throws Exception {
    JobQueue queue = queues.open();
    bury(queue, Lane.FRESH, "why");
    assertThat(queue.deadLetters(5)).hasSize(1);
    assertThat(queue.deadLetters(5)).isEmpty();
    assertThat(queue.depth()).isEqualTo(new Depth(0, 0, 1));
  }

  @Test
  void aRedrivenDeadLetterIsInItsLaneAgain() throws Exception {
    JobQueue queue = queues.open();
    bury(queue, Lane.BULK, "why");
    DeadLetter letter = queue.deadLetters(5).getFirst();
    assertThat(queue.redrive(letter)).isTrue();
    assertThat(queue.redrive(letter)).isFalse();
    assertThat(queue.discard(letter)).isFalse();
    Delivery again = queue.receive(WAIT, HIDDEN).orElseThrow();
    assertThat(again.lane()).isEqualTo(Lane.BULK);
    assertThat(again.receiveCount()).isEqualTo(1);
    assertThat(queue.depth()).isEqualTo(new Depth(0, 1, 0, 0, 1));
  }

  @Test
  void aDiscardedDeadLetterIsGone() throws Exception {
    JobQueue queue = queues.open();
    bury(queue, Lane.FRESH, "why");
    DeadLetter letter = queue.deadLetters(5).getFirst();
    assertThat(queue.discard(letter)).isTrue();
    assertThat(queue.discard(letter)).isFalse();
    assertThat(queue.depth()).isEqualTo(new Depth(0, 0, 0));
  }

  @Test
  void moreDeadLettersThanSqsHandsOutAtOnceAreRead() throws Exception {
    JobQueue queue = queues.open();
    for (int i = 0; i < 23; i++) {
      bury(queue, Lane.FRESH, "why");
    }
    assertThat(queue.deadLetters(15)).hasSize(15);
    assertThat(queue.deadLetters(100)).hasSize(8);
  }

  @Test
  void whatSqsItselfSetAsideIsADeadLetterToo() throws Exception {
    EmulatedSqs stand = queues.stand();
    queues.provider().init(queues.address());
    String dead = stand.sqs().getQueueUrl(r -> r.queueName(queues.name() + "-dead")).queueUrl();
    String arn =
        stand
            .sqs()
            .getQueueAttributes(r -> r.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    String name = EmulatedSqs.unusedName();
    var _ =
        stand.newQueue(
            name,
            Map.of(
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"1\"}"));
    String address = stand.address(name) + "&bulk=" + name + "&dead=" + queues.name() + "-dead";
    JobQueue queue = queues.provider().queue(address, queues.opening());
    queue.send(MESSAGE, Duration.ZERO);
    assertThat(queue.receive(WAIT, Duration.ofSeconds(1))).isPresent();
    Thread.sleep(1_500);
    assertThat(queue.receive(Duration.ofSeconds(1), HIDDEN)).isEmpty();
    List<DeadLetter> letters = queue.deadLetters(5);
    assertThat(letters).extracting(DeadLetter::body).containsExactly(MESSAGE.json());
    assertThat(letters.getFirst().why()).startsWith("received ").endsWith("without an end");
  }

  @Test
  void aMessageThatIsReceivedTooOftenIsSetAside() throws Exception {
    queues.open();
    SqsAddress parts = SqsAddress.parse(queues.address());
    try (SqsConnection connection = new SqsConnection(parts, EmulatedSqs.credentials())) {
      ThreeQueues found =
          new ThreeQueues(
              connection.queue(parts.fresh()).orElseThrow(),
              connection.queue(parts.bulk()).orElseThrow(),
              connection.queue(parts.dead()).orElseThrow());
      SqsQueue queue = new SqsQueue(connection, found, 2, System::nanoTime);
      queue.send(MESSAGE, Duration.ZERO);
      queue.retryLater(queue.receive(WAIT, HIDDEN).orElseThrow(), Duration.ZERO);
      queue.retryLater(queue.receive(WAIT, HIDDEN).orElseThrow(), Duration.ZERO);
      assertThat(queue.receive(Duration.ofSeconds(1), HIDDEN)).isEmpty();
      assertThat(queue.deadLetters(5))
          .extracting(DeadLetter::why)
          .containsExactly("received 2 times without an end");
    }
  }
}
