package dev.tintype.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.port.JobQueueContract;
import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.port.JobSender;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.Race;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The contract of every queue in a SQL database: besides that of every queue, at most one message
/// waits for each version, and what becomes visible first is received first. A message that was
/// received [#MOST_RECEIVES] times becomes a dead letter.
public abstract class SqlQueueContract extends JobQueueContract {

  /// How often a message of the queue is received at most.
  protected static final int MOST_RECEIVES = 5;

  protected static final Duration HIDDEN = Duration.ofMinutes(1);

  /// @return the queue, the same one during a test, empty at its start
  protected abstract JobQueue queue();

  @Override
  protected final JobSender sender() {
    return queue();
  }

  @Override
  protected final JobReceiver receiver() {
    return queue();
  }

  @Override
  protected final List<String> deadLetters() {
    return queue().deadLetters(100).stream().map(DeadLetter::body).toList();
  }

  @Override
  protected Duration shortWait() {
    return Duration.ofMillis(50);
  }

  protected static Message message(int number) {
    return new Message(
        new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"),
        new Version("%016x".formatted(number)),
        "upload");
  }

  private static final Set<Lane> FRESH = EnumSet.of(Lane.FRESH);

  protected final Optional<JobReceiver.Delivery> receive() throws InterruptedException {
    return queue().receive(Duration.ZERO, HIDDEN);
  }

  @Test
  void whatBecameVisibleFirstIsReceivedFirst() throws Exception {
    queue().send(message(1), Duration.ofSeconds(3));
    queue().send(message(2), Duration.ZERO);
    queue().send(message(3), Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    queue().send(message(4), Duration.ZERO);
    queue().send(message(5), Duration.ofSeconds(1));
    pass(Duration.ofSeconds(5));
    for (int expected : List.of(2, 3, 4, 5, 1)) {
      assertThat(receive().orElseThrow().body()).isEqualTo(message(expected).json());
    }
  }

  @Test
  void aMessageReceivedTooOftenBecomesADeadLetterAndTheNextOneIsReceived() throws Exception {
    queue().send(message(1), Duration.ZERO);
    for (int count = 1; count <= 5; count++) {
      assertThat(receive().orElseThrow().receiveCount()).isEqualTo(count);
      pass(HIDDEN);
    }
    queue().send(message(2), Duration.ZERO);
    assertThat(receive().orElseThrow().body()).isEqualTo(message(2).json());
    DeadLetter letter = queue().deadLetters(10).getFirst();
    assertThat(letter.body()).isEqualTo(message(1).json());
    assertThat(letter.why()).contains("5 times");
  }

  @Test
  void aRedrivenLetterIsReceivedAsNew() throws Exception {
    queue().send(message(1), Duration.ZERO);
    queue().deadLetter(receive().orElseThrow(), "why not");
    DeadLetter letter = queue().deadLetters(10).getFirst();
    assertThat(letter.why()).isEqualTo("why not");
    assertThat(queue().redrive(letter)).isTrue();
    assertThat(queue().redrive(letter)).isFalse();
    assertThat(queue().deadLetters(10)).isEmpty();
    assertThat(receive().orElseThrow().receiveCount()).isEqualTo(1);
    assertThat(receive()).isEmpty();
  }

  @Test
  void aDiscardedLetterIsGone() throws Exception {
    queue().send(message(1), Duration.ZERO);
    queue().deadLetter(receive().orElseThrow(), "why not");
    DeadLetter letter = queue().deadLetters(10).getFirst();
    assertThat(queue().discard(letter)).isTrue();
    assertThat(queue().discard(letter)).isFalse();
    assertThat(queue().depth()).isEqualTo(new Depth(0, 0, 0));
  }

  @Test
  void theDepthTellsWhereMessagesStand() throws Exception {
    for (int number = 0; number < 4; number++) {
      queue().send(message(number), Duration.ZERO);
    }
    queue().send(message(9), Duration.ofMinutes(1));
    receive();
    queue().deadLetter(receive().orElseThrow(), "x");
    assertThat(queue().depth()).isEqualTo(new Depth(2, 2, 1));
  }

  @Test
  void noTwoReceiversAreGivenTheSameMessage() throws Exception {
    List<String> sent = new ArrayList<>();
    for (int number = 0; number < 100; number++) {
      sent.add(message(number).json());
      queue().send(message(number), Duration.ZERO);
    }
    List<String> received =
        Race.of(8, i -> this::receiveAll).stream().flatMap(List::stream).toList();
    assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
  }

  protected final List<String> receiveAll() throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (var next = receive(); next.isPresent(); next = receive()) {
      bodies.add(next.get().body());
    }
    return bodies;
  }

  protected static Message caused(int number, String cause) {
    Message message = message(number);
    return new Message(message.imageId(), message.version(), cause);
  }

  @Test
  void ofTheMessagesAboutOneVersionOneWaits() throws Exception {
    for (String cause : List.of("upload", "sweep", "takeup", "sweep")) {
      queue().send(caused(1, cause), Duration.ZERO);
    }
    queue().send(message(2), Duration.ZERO);
    assertThat(queue().depth()).isEqualTo(new Depth(2, 0, 0));
    assertThat(receive().orElseThrow().body()).isEqualTo(caused(1, "upload").json());
    assertThat(receive().orElseThrow().body()).isEqualTo(message(2).json());
    assertThat(receive()).isEmpty();
  }

  @Test
  void theOneThatWaitsIsReceivedWhenTheSoonestOfThemWouldBe() throws Exception {
    queue().send(message(1), Duration.ofMinutes(10));
    assertThat(receive()).isEmpty();
    queue().send(message(1), Duration.ofSeconds(3));
    queue().send(message(1), Duration.ofMinutes(15));
    pass(Duration.ofSeconds(3));
    assertThat(receive()).isPresent();
    assertThat(queue().depth()).isEqualTo(new Depth(0, 1, 0));
  }

  @Test
  void aMessageSentWhileAnotherIsWorkedOnIsReceivedToo() throws Exception {
    queue().send(message(1), Duration.ZERO);
    JobReceiver.Delivery first = receive().orElseThrow();
    queue().send(message(1), Duration.ZERO);
    queue().send(message(1), Duration.ZERO);
    JobReceiver.Delivery second = receive().orElseThrow();
    assertThat(receive()).isEmpty();
    queue().acknowledge(first);
    assertThat(queue().extend(second, HIDDEN)).isTrue();
    queue().acknowledge(second);
    assertThat(queue().depth()).isEqualTo(new Depth(0, 0, 0));
  }

  @Test
  void whoLetItsTimePassCannotRemoveTheMessageThatCameSince() throws Exception {
    queue().send(message(1), Duration.ZERO);
    JobReceiver.Delivery slow = receive().orElseThrow();
    pass(HIDDEN);
    queue().send(caused(1, "sweep"), Duration.ZERO);
    JobReceiver.Delivery next = receive().orElseThrow();
    assertThat(receive()).isEmpty();
    assertThat(queue().extend(slow, HIDDEN)).isFalse();
    queue().acknowledge(slow);
    queue().deadLetter(slow, "late");
    queue().retryLater(slow, Duration.ofMinutes(9));
    assertThat(queue().depth()).isEqualTo(new Depth(0, 1, 0));
    assertThat(queue().extend(next, HIDDEN)).isTrue();
  }

  @Test
  void aMessageGivenBackBecomesOneWithTheOneThatWaits() throws Exception {
    queue().send(message(1), Duration.ZERO);
    queue().retryLater(receive().orElseThrow(), Duration.ZERO);
    JobReceiver.Delivery again = receive().orElseThrow();
    queue().send(message(1), Duration.ofMinutes(5));
    queue().retryLater(again, Duration.ofSeconds(20));
    assertThat(queue().depth()).isEqualTo(new Depth(0, 1, 0));
    pass(Duration.ofSeconds(20));
    assertThat(receive().orElseThrow().receiveCount()).isEqualTo(3);
    assertThat(receive()).isEmpty();
  }

  @Test
  void copiesThatBecameVisibleTogetherAreReceivedOnce() throws Exception {
    queue().send(message(1), Duration.ZERO);
    receive();
    queue().send(message(1), Duration.ofSeconds(70));
    pass(Duration.ofSeconds(80));
    assertThat(queue().depth()).isEqualTo(new Depth(2, 0, 0));
    assertThat(receive().orElseThrow().receiveCount()).isEqualTo(2);
    assertThat(queue().depth()).isEqualTo(new Depth(0, 1, 0));
  }

  @Test
  void aMessageThatKillsItsWorkersBecomesADeadLetterHoweverOftenItIsSent() throws Exception {
    for (int count = 1; count <= 5; count++) {
      queue().send(message(1), Duration.ZERO);
      assertThat(receive().orElseThrow().receiveCount()).isEqualTo(count);
      pass(HIDDEN);
    }
    queue().send(message(1), Duration.ZERO);
    assertThat(receive()).isEmpty();
    assertThat(queue().depth()).isEqualTo(new Depth(0, 0, 1));
  }

  @Test
  void aRedrivenLetterBecomesOneWithTheMessageThatWaits() throws Exception {
    queue().send(message(1), Duration.ZERO);
    queue().deadLetter(receive().orElseThrow(), "why not");
    queue().send(message(1), Duration.ofMinutes(5));
    assertThat(queue().redrive(queue().deadLetters(10).getFirst())).isTrue();
    assertThat(queue().depth()).isEqualTo(new Depth(1, 0, 0));
  }

  @Test
  void theDepthTellsOfBothLanes() throws Exception {
    for (int number = 0; number < 3; number++) {
      queue().send(message(number), Lane.BULK, Duration.ZERO);
    }
    queue().send(message(3), Lane.BULK, Duration.ofMinutes(1));
    queue().send(message(4), Duration.ZERO);
    queue().send(message(5), Duration.ofMinutes(1));
    assertThat(queue().depth()).isEqualTo(new Depth(4, 2, 0, 3, 1));
    queue().acknowledge(receive().orElseThrow());
    queue().deadLetter(receive().orElseThrow(), "x");
    assertThat(queue().depth()).isEqualTo(new Depth(2, 2, 1, 2, 1));
    DeadLetter letter = queue().deadLetters(10).getFirst();
    assertThat(letter.lane()).isEqualTo(Lane.BULK);
    queue().redrive(letter);
    assertThat(queue().depth()).isEqualTo(new Depth(3, 2, 0, 3, 1));
  }

  @Test
  void aBulkMessageIsFreshOnceAFreshOneIsSentAboutItsVersion() throws Exception {
    queue().send(message(1), Lane.BULK, Duration.ZERO);
    queue().send(message(2), Lane.BULK, Duration.ZERO);
    queue().send(message(2), Lane.FRESH, Duration.ZERO);
    queue().send(message(2), Lane.BULK, Duration.ZERO);
    assertThat(queue().depth()).isEqualTo(new Depth(2, 0, 0, 1, 0));
    assertThat(queue().receive(Duration.ZERO, HIDDEN, FRESH).orElseThrow().body())
        .isEqualTo(message(2).json());
    assertThat(queue().receive(Duration.ZERO, HIDDEN, FRESH)).isEmpty();
  }

  @Test
  void aFreshDeliveryGivenBackIntoABulkMessageMakesThatOneFresh() throws Exception {
    queue().send(message(1), Duration.ZERO);
    JobReceiver.Delivery fresh = receive().orElseThrow();
    queue().send(message(1), Lane.BULK, Duration.ofMinutes(5));
    queue().retryLater(fresh, Duration.ZERO);
    assertThat(queue().depth()).isEqualTo(new Depth(1, 0, 0));
    assertThat(receive().orElseThrow().lane()).isEqualTo(Lane.FRESH);
  }

  @Test
  void theCountOfAMessageThatKillsItsWorkersIsKeptWhenItIsGivenBackIntoAnother() throws Exception {
    queue().send(message(1), Duration.ZERO);
    receive();
    pass(HIDDEN);
    JobReceiver.Delivery second = receive().orElseThrow();
    queue().send(message(1), Duration.ZERO);
    queue().retryLater(second, Duration.ZERO);
    assertThat(queue().depth()).isEqualTo(new Depth(1, 0, 0));
    assertThat(receive().orElseThrow().receiveCount()).isEqualTo(3);
  }
}
