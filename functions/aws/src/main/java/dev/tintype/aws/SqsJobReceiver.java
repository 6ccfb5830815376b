package dev.tintype.aws;

import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.state.Lane;
import dev.tintype.s3.AwsCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// Receives messages of standard SQS queues, one for each lane, for workers outside Lambda. Inside
/// Lambda, the event sources do this. It looks at the fresh queue before each look at the bulk
/// queue. SQS may overlook a message when it does not wait, so a bulk message may come first once
/// in a while. Safe for use by many threads and processes.
public final class SqsJobReceiver implements JobReceiver {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  /// How long it waits for a fresh message before it looks for a bulk message again.
  private static final Duration BETWEEN_BULK = Duration.ofSeconds(2);

  private static final Duration WHILE_MOVING = Duration.ofMinutes(1);

  private final SqsClient sqs;
  private final SqsQueues queues;
  private final String deadLetterUrl;

  /// @param sqs the client; its socket timeout must be above 20 s
  /// @param queues the queues of the lanes
  /// @param deadLetterUrl the URL of the dead-letter queue of both
  public SqsJobReceiver(SqsClient sqs, SqsQueues queues, String deadLetterUrl) {
    this.sqs = sqs;
    this.queues = queues;
    this.deadLetterUrl = deadLetterUrl;
  }

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility, Set<Lane> lanes) {
    Duration left = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    if (!lanes.contains(Lane.BULK) || queues.bulk().equals(queues.fresh())) {
      return receive(Lane.FRESH, left, visibility);
    }
    Optional<Delivery> next = receive(Lane.FRESH, Duration.ZERO, visibility);
    while (next.isEmpty()) {
      next = receive(Lane.BULK, Duration.ZERO, visibility);
      if (next.isPresent() || !left.isPositive()) {
        return next;
      }
      Duration slice = left.compareTo(BETWEEN_BULK) < 0 ? left : BETWEEN_BULK;
      next = receive(Lane.FRESH, slice, visibility);
      left = left.minus(slice);
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
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                    .messages());
    return received.stream().findFirst().map(message -> delivery(message, lane));
  }

  private static Delivery delivery(Message message, Lane lane) {
    String count =
        message
            .attributes()
            .getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
    return new Delivery(message.body(), message.receiptHandle(), Integer.parseInt(count), lane);
  }

  @Override
  public boolean extend(Delivery delivery, Duration visibility) {
    return AwsCall.ask(
        "SQS extend in " + queues.of(delivery.lane()),
        () -> changeVisibility(delivery, visibility));
  }

  private boolean changeVisibility(Delivery delivery, Duration visibility) {
    try {
      sqs.changeMessageVisibility(r ->
          r.queueUrl(queues.of(delivery.lane()))
              .receiptHandle(delivery.receipt())
              .visibilityTimeout(Seconds.roundedUp(visibility)));
      return true;
    } catch (MessageNotInflightException | ReceiptHandleIsInvalidException e) {
      return false;
    } catch (SqsException e) {
      if (e.statusCode() == 400) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void acknowledge(Delivery delivery) {
    AwsCall.ask("SQS delete from " + queues.of(delivery.lane()), () -> delete(delivery));
  }

  /// Deletes a message. Some services refuse an outdated receipt, others ignore it.
  private boolean delete(Delivery delivery) {
    try {
      sqs.deleteMessage(
          r -> r.queueUrl(queues.of(delivery.lane())).receiptHandle(delivery.receipt()));
      return true;
    } catch (ReceiptHandleIsInvalidException e) {
      return false;
    }
  }

  @Override
  public void retryLater(Delivery delivery, Duration delay) {
    extend(delivery, delay);
  }

  @Override
  public void deadLetter(Delivery delivery, String why) {
    if (!extend(delivery, WHILE_MOVING)) {
      return;
    }
    AwsCall.ask(
        "SQS send to " + deadLetterUrl,
        () ->
            sqs.sendMessage(r ->
                r.queueUrl(deadLetterUrl)
                    .messageBody(delivery.body())
                    .messageAttributes(
                        Map.of(
                            "why",
                            MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(why)
                                .build()))));
    acknowledge(delivery);
  }
}
