package dev.tintype.sqs;

import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.state.Lane;
import dev.tintype.s3.AwsCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// Receives messages of standard SQS queues, one for each lane, for workers outside Lambda. Inside
/// Lambda, the event sources do this. It looks at the fresh queue before each look at the bulk
/// queue. SQS may overlook a message when it does not wait, so a bulk message may come first once
/// in a while. A receipt counts only in the process that received it, and only until its time is
/// over by the clock of that process. Safe for use by many threads and processes.
public final class SqsJobReceiver implements JobReceiver {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /// How long it waits for a fresh message before it looks for a bulk message again.
  private static final Duration BETWEEN_BULK = Duration.ofSeconds(2);

  /// So soon after it waited for a fresh message in vain, it need not look for one again.
  private static final Duration JUST_NOW = Duration.ofMillis(100);

  private static final Duration WHILE_MOVING = Duration.ofMinutes(1);

  private final SqsClient sqs;
  private final SqsQueues queues;
  private final DeadLetterBox box;
  private final HeldReceipts held;
  private volatile long foundNothing;

  /// @param sqs the client; its socket timeout must be above 20 s
  /// @param queues the queues of the lanes
  /// @param deadLetterUrl the URL of the dead-letter queue of both
  /// @param nanos a clock that only runs forward, nanoseconds
  public SqsJobReceiver(SqsClient sqs, SqsQueues queues, String deadLetterUrl, LongSupplier nanos) {
    this(sqs, queues, new DeadLetterBox(sqs, queues, deadLetterUrl, nanos), nanos);
  }

  SqsJobReceiver(SqsClient sqs, SqsQueues queues, DeadLetterBox box, LongSupplier nanos) {
    this.sqs = sqs;
    this.queues = queues;
    this.box = box;
    this.held = new HeldReceipts(nanos);
    this.foundNothing = held.now() - JUST_NOW.toNanos();
  }

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility, Set<Lane> lanes) {
    Duration left = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    if (!lanes.contains(Lane.BULK) || queues.bulk().equals(queues.fresh())) {
      return receive(Lane.FRESH, left, visibility);
    }
    Optional<Delivery> next =
        held.now() - foundNothing < JUST_NOW.toNanos()
            ? Optional.empty()
            : receive(Lane.FRESH, Duration.ZERO, visibility);
    while (next.isEmpty()) {
      next = receive(Lane.BULK, Duration.ZERO, visibility);
      if (next.isPresent() || !left.isPositive()) {
        return next;
      }
      Duration slice = left.compareTo(BETWEEN_BULK) < 0 ? left : BETWEEN_BULK;
      next = receive(Lane.FRESH, slice, visibility);
      left = left.minus(slice);
      if (next.isEmpty()) {
        foundNothing = held.now();
        if (!left.isPositive()) {
          return next;
        }
      }
    }
    return next;
  }

  private Optional<Delivery> receive(Lane lane, Duration wait, Duration visibility) {
    String queueUrl = queues.of(lane);
    List<Message> received =
        AwsCall.ask(
            "SQS receive from " + queueUrl,
            () ->
                sqs.receiveMessage(r ->
                        r.queueUrl(queueUrl)
                            .maxNumberOfMessages(1)
                            .waitTimeSeconds(Seconds.roundedUp(wait))
                            .visibilityTimeout(Seconds.roundedUp(visibility))
                            .messageSystemAttributeNames(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                MessageSystemAttributeName.SENT_TIMESTAMP))
                    .messages());
    return received.stream().findFirst().map(message -> delivery(message, lane, visibility));
  }

  private Delivery delivery(Message message, Lane lane, Duration visibility) {
    held.received(message.receiptHandle(), visibility, Attributes.sentMillis(message));
    return new Delivery(
        message.body(), message.receiptHandle(), Attributes.receiveCount(message), lane);
  }

  @Override
  public boolean extend(Delivery delivery, Duration visibility) {
    if (!held.isHeld(delivery.receipt())) {
      return false;
    }
    long asked = held.now();
    boolean isOurs =
        AwsCall.ask(
            "SQS extend in " + queues.of(delivery.lane()),
            () -> changeVisibility(delivery, visibility));
    if (isOurs) {
      held.extended(delivery.receipt(), asked, visibility);
    } else {
      held.forget(delivery.receipt());
    }
    return isOurs;
  }

  private boolean changeVisibility(Delivery delivery, Duration visibility) {
    try {
      sqs.changeMessageVisibility(r ->
          r.queueUrl(queues.of(delivery.lane()))
              .receiptHandle(delivery.receipt())
              .visibilityTimeout(Seconds.roundedUp(visibility)));
      return true;
    } catch (SqsException e) {
      if (SqsErrors.isOldReceipt(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void acknowledge(Delivery delivery) {
    if (!held.isHeld(delivery.receipt())) {
      return;
    }
    boolean _ =
        AwsCall.ask("SQS delete from " + queues.of(delivery.lane()), () -> delete(delivery));
    held.forget(delivery.receipt());
  }

  private boolean delete(Delivery delivery) {
    try {
      sqs.deleteMessage(
          r -> r.queueUrl(queues.of(delivery.lane())).receiptHandle(delivery.receipt()));
      return true;
    } catch (SqsException e) {
      if (SqsErrors.isOldReceipt(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void retryLater(Delivery delivery, Duration delay) {
    if (extend(delivery, delay)) {
      held.forget(delivery.receipt());
    }
  }

  /// Sends the message to the dead letters, then deletes it. If the process dies in between, both
  /// exist; a dead letter counts as one attempt at its version and makes nothing twice.
  @Override
  public void deadLetter(Delivery delivery, String why) {
    long sentMillis = held.sentMillis(delivery.receipt()).orElse(0L);
    if (extend(delivery, WHILE_MOVING)) {
      box.put(delivery, why, sentMillis);
      acknowledge(delivery);
    }
  }
}
