package dev.tintype.aws;

import dev.tintype.core.port.JobReceiver;
import dev.tintype.s3.AwsCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// Receives messages of a standard SQS queue, for workers outside Lambda. Inside Lambda, the event
/// source does this. Safe for use by many threads and processes.
public final class SqsJobReceiver implements JobReceiver {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private static final Duration WHILE_MOVING = Duration.ofMinutes(1);

  private final SqsClient sqs;
  private final String queueUrl;
  private final String deadLetterUrl;

  /// @param sqs the client; its socket timeout must be above 20 s
  /// @param queueUrl the queue's URL
  /// @param deadLetterUrl the URL of its dead-letter queue
  public SqsJobReceiver(SqsClient sqs, String queueUrl, String deadLetterUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
    this.deadLetterUrl = deadLetterUrl;
  }

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility) {
    Duration longest = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    List<Message> received =
        AwsCall.ask(
            "SQS receive from " + queueUrl,
            () ->
                sqs.receiveMessage(r ->
                        r.queueUrl(queueUrl)
                            .maxNumberOfMessages(1)
                            .waitTimeSeconds(Seconds.roundedUp(longest))
                            .visibilityTimeout(Seconds.roundedUp(visibility))
                            .messageSystemAttributeNames(
                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
                    .messages());
    return received.stream().findFirst().map(SqsJobReceiver::delivery);
  }

  private static Delivery delivery(Message message) {
    String count =
        message
            .attributes()
            .getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
    return new Delivery(message.body(), message.receiptHandle(), Integer.parseInt(count));
  }

  @Override
  public boolean extend(Delivery delivery, Duration visibility) {
    return AwsCall.ask("SQS extend in " + queueUrl, () -> changeVisibility(delivery, visibility));
  }

  private boolean changeVisibility(Delivery delivery, Duration visibility) {
    try {
      sqs.changeMessageVisibility(r ->
          r.queueUrl(queueUrl)
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
    AwsCall.ask("SQS delete from " + queueUrl, () -> delete(delivery));
  }

  /// Deletes a message. Some services refuse an outdated receipt, others ignore it.
  private boolean delete(Delivery delivery) {
    try {
      sqs.deleteMessage(r -> r.queueUrl(queueUrl).receiptHandle(delivery.receipt()));
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
