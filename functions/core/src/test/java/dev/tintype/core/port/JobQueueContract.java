package dev.tintype.core.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The contract of every queue: messages are delivered at least once, hidden during the work, and
/// never lost. A subclass opens an empty queue for each test and controls its time.
public abstract class JobQueueContract {

  private static final ImageId IMAGE = new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012");
  private static final Duration NOW = Duration.ZERO;
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration HIDDEN = Duration.ofMinutes(5);

  /// @return the sender, of the same queue during a test
  protected abstract JobSender sender();

  /// @return the receiver of that queue
  protected abstract JobReceiver receiver();

  /// Lets this much time pass in the queue, by a movable clock or by sleeping.
  ///
  /// @param time at most a few seconds
  protected abstract void pass(Duration time) throws InterruptedException;

  /// @return the bodies of all dead letters
  protected abstract List<String> deadLetters();

  /// @return how long to wait for a message that must not arrive; whole seconds for a queue that
  ///   counts in seconds
  protected Duration shortWait() {
    return Duration.ofSeconds(1);
  }

  private static Message message(int number) {
    return new Message(IMAGE, new Version("%016x".formatted(number)), "upload");
  }

  private Delivery receive(Duration visibility) throws InterruptedException {
    return receiver().receive(PATIENT, visibility).orElseThrow();
  }

  private Optional<Delivery> nothing() throws InterruptedException {
    return receiver().receive(shortWait(), HIDDEN);
  }

  @Test
  void aSentMessageIsReceived() throws Exception {
    sender().send(message(1), NOW);
    Delivery delivery = receive(HIDDEN);
    assertThat(Message.parse(delivery.body())).isEqualTo(message(1));
    assertThat(delivery.receiveCount()).isEqualTo(1);
  }

  @Test
  void anEmptyQueueReturnsNoMessage() throws Exception {
    assertThat(receiver().receive(Duration.ZERO, HIDDEN)).isEmpty();
    assertThat(nothing()).isEmpty();
  }

  @Test
  void aReceivedMessageIsHidden() throws Exception {
    sender().send(message(1), NOW);
    receive(HIDDEN);
    assertThat(nothing()).isEmpty();
  }

  @Test
  void anAcknowledgedMessageIsGone() throws Exception {
    sender().send(message(1), NOW);
    receiver().acknowledge(receive(Duration.ofSeconds(2)));
    pass(Duration.ofSeconds(3));
    assertThat(nothing()).isEmpty();
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void anUnacknowledgedMessageIsDeliveredAgainWithItsCount() throws Exception {
    sender().send(message(1), NOW);
    Delivery first = receive(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(2));
    Delivery second = receive(HIDDEN);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.receiveCount()).isEqualTo(2);
    assertThat(second.receipt()).isNotEqualTo(first.receipt());
  }

  @Test
  void anExtendedMessageStaysHidden() throws Exception {
    sender().send(message(1), NOW);
    Delivery delivery = receive(Duration.ofSeconds(3));
    assertThat(receiver().extend(delivery, HIDDEN)).isTrue();
    pass(Duration.ofSeconds(4));
    assertThat(nothing()).isEmpty();
    receiver().acknowledge(delivery);
  }

  @Test
  void anExpiredDeliveryCannotChangeTheMessage() throws Exception {
    sender().send(message(1), NOW);
    Delivery lost = receive(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(2));
    Delivery ours = receive(Duration.ofSeconds(3));
    assertThat(receiver().extend(lost, HIDDEN)).isFalse();
    receiver().acknowledge(lost);
    receiver().retryLater(lost, Duration.ofMinutes(15));
    receiver().deadLetter(lost, "late");
    assertThat(deadLetters()).isEmpty();
    assertThat(receiver().extend(ours, Duration.ofSeconds(1))).isTrue();
    pass(Duration.ofSeconds(2));
    assertThat(receive(HIDDEN).receiveCount()).isEqualTo(3);
  }

  @Test
  void anAcknowledgedDeliveryCannotBeExtended() throws Exception {
    sender().send(message(1), NOW);
    Delivery delivery = receive(HIDDEN);
    receiver().acknowledge(delivery);
    assertThat(receiver().extend(delivery, HIDDEN)).isFalse();
    receiver().acknowledge(delivery);
  }

  @Test
  void aReturnedMessageIsDeliveredAfterItsDelay() throws Exception {
    sender().send(message(1), NOW);
    receiver().retryLater(receive(HIDDEN), Duration.ofSeconds(4));
    assertThat(nothing()).isEmpty();
    pass(Duration.ofSeconds(4));
    assertThat(receive(HIDDEN).receiveCount()).isEqualTo(2);
  }

  @Test
  void aMessageReturnedWithoutDelayIsDeliveredAtOnce() throws Exception {
    sender().send(message(1), NOW);
    receiver().retryLater(receive(HIDDEN), Duration.ZERO);
    assertThat(receive(HIDDEN).receiveCount()).isEqualTo(2);
  }

  @Test
  void aDelayedMessageIsNotDeliveredEarly() throws Exception {
    sender().send(message(1), Duration.ofSeconds(4));
    assertThat(nothing()).isEmpty();
    pass(Duration.ofSeconds(4));
    assertThat(Message.parse(receive(HIDDEN).body())).isEqualTo(message(1));
  }

  @Test
  void aDelayOutOfRangeIsRefused() {
    assertThatThrownBy(() -> sender().send(message(1), Duration.ofMinutes(15).plusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> sender().send(message(1), Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDeadLetterIsKeptSeparately() throws Exception {
    sender().send(message(1), NOW);
    sender().send(message(2), NOW);
    Delivery delivery = receive(Duration.ofSeconds(2));
    receiver().deadLetter(delivery, "nobody understands it");
    assertThat(deadLetters()).containsExactly(delivery.body());
    Delivery other = receive(Duration.ofSeconds(2));
    assertThat(other.body()).isNotEqualTo(delivery.body());
    receiver().acknowledge(other);
    pass(Duration.ofSeconds(3));
    assertThat(nothing()).isEmpty();
    assertThat(deadLetters()).containsExactly(delivery.body());
  }

  @Test
  void manyReceiversTogetherReceiveEveryMessage() throws Exception {
    Set<String> sent = new HashSet<>();
    for (int number = 0; number < 40; number++) {
      sent.add(message(number).json());
      sender().send(message(number), NOW);
    }
    List<List<String>> received = Race.of(8, i -> this::receiveAll);
    Set<String> seen = new HashSet<>();
    received.forEach(seen::addAll);
    assertThat(seen).isEqualTo(sent);
  }

  private List<String> receiveAll() throws InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (Optional<Delivery> next = nothing(); next.isPresent(); next = nothing()) {
      bodies.add(next.get().body());
      receiver().acknowledge(next.get());
    }
    return bodies;
  }

  @Test
  void aWaitingReceiverGetsAMessageSentMeanwhile() throws Exception {
    List<Optional<Delivery>> results =
        Race.of(
            2,
            i ->
                () -> {
                  if (i == 0) {
                    return receiver().receive(PATIENT, HIDDEN);
                  }
                  sender().send(message(1), NOW);
                  return Optional.empty();
                });
    assertThat(results.getFirst()).isPresent();
  }

  @Test
  void aFreshMessageIsReceivedBeforeEveryBulkMessage() throws Exception {
    for (int number = 1; number <= 5; number++) {
      sender().send(message(number), Lane.BULK, NOW);
    }
    pass(Duration.ofSeconds(1));
    sender().send(message(6), NOW);
    sender().send(message(7), Lane.FRESH, NOW);
    List<Lane> lanes = new ArrayList<>();
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      Delivery delivery = receive(HIDDEN);
      lanes.add(delivery.lane());
      bodies.add(delivery.body());
      receiver().acknowledge(delivery);
    }
    assertThat(bodies.subList(0, 2))
        .containsExactlyInAnyOrder(message(6).json(), message(7).json());
    assertThat(lanes)
        .containsExactly(
            Lane.FRESH, Lane.FRESH, Lane.BULK, Lane.BULK, Lane.BULK, Lane.BULK, Lane.BULK);
    assertThat(bodies).doesNotHaveDuplicates();
    assertThat(nothing()).isEmpty();
  }

  @Test
  void aDelayedFreshMessageDoesNotHoldUpTheBulkLane() throws Exception {
    sender().send(message(1), Lane.FRESH, Duration.ofSeconds(4));
    sender().send(message(2), Lane.BULK, NOW);
    assertThat(receive(HIDDEN).body()).isEqualTo(message(2).json());
    pass(Duration.ofSeconds(4));
    assertThat(receive(HIDDEN).body()).isEqualTo(message(1).json());
  }

  @Test
  void aReceiverOfFreshMessagesLeavesTheBulkLaneToOthers() throws Exception {
    sender().send(message(1), Lane.BULK, NOW);
    assertThat(receiver().receive(shortWait(), HIDDEN, EnumSet.of(Lane.FRESH))).isEmpty();
    sender().send(message(2), NOW);
    assertThat(receiver().receive(PATIENT, HIDDEN, EnumSet.of(Lane.FRESH)).orElseThrow().body())
        .isEqualTo(message(2).json());
    assertThat(receive(HIDDEN).body()).isEqualTo(message(1).json());
  }

  @Test
  void aBulkMessageStaysInItsLaneUntilItIsAcknowledged() throws Exception {
    sender().send(message(1), Lane.BULK, NOW);
    Delivery lost = receive(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(2));
    Delivery extended = receive(Duration.ofSeconds(2));
    assertThat(receiver().extend(lost, HIDDEN)).isFalse();
    assertThat(receiver().extend(extended, HIDDEN)).isTrue();
    receiver().retryLater(extended, NOW);
    Delivery again = receive(HIDDEN);
    assertThat(again.lane()).isEqualTo(Lane.BULK);
    assertThat(again.receiveCount()).isEqualTo(3);
    receiver().acknowledge(again);
    assertThat(receiver().extend(again, HIDDEN)).isFalse();
    assertThat(nothing()).isEmpty();
    assertThat(deadLetters()).isEmpty();
  }

  @Test
  void aBulkMessageBecomesADeadLetterToo() throws Exception {
    sender().send(message(1), Lane.BULK, NOW);
    Delivery delivery = receive(HIDDEN);
    receiver().deadLetter(delivery, "nobody understands it");
    assertThat(deadLetters()).containsExactly(message(1).json());
    assertThat(nothing()).isEmpty();
  }

  @Test
  void aWaitingReceiverGetsABulkMessageSentMeanwhile() throws Exception {
    List<Optional<Delivery>> results =
        Race.of(
            2,
            i ->
                () -> {
                  if (i == 0) {
                    return receiver().receive(PATIENT, HIDDEN);
                  }
                  sender().send(message(1), Lane.BULK, NOW);
                  return Optional.empty();
                });
    assertThat(results.getFirst()).isPresent();
  }
}
