package dev.tintype.sqs;

import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.s3.AwsCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// The dead-letter queue. SQS lets nobody look at a message without receiving it, so a dead letter
/// that was read is hidden for [#HIDDEN], and only its reader can remove it in that time. Safe for
/// use by many threads and processes.
final class DeadLetterBox {

  /// How long a dead letter that was read is hidden from other readers.
  static final Duration HIDDEN = Duration.ofMinutes(5);

  /// The most that SQS hands out at once.
  private static final int BATCH = 10;

  /// When it does not wait, SQS may overlook messages.
  private static final int WAIT_SECONDS = 1;

  private final SqsClient sqs;
  private final SqsQueues queues;
  private final String url;
  private final HeldReceipts held;

  /// @param queues where redriven messages go
  /// @param url of the dead-letter queue
  /// @param nanos a clock that only runs forward, nanoseconds
  DeadLetterBox(SqsClient sqs, SqsQueues queues, String url, LongSupplier nanos) {
    this.sqs = sqs;
    this.queues = queues;
    this.url = url;
    this.held = new HeldReceipts(nanos);
  }

  /// @param sentMillis when the message was sent, milliseconds since 1970
  void put(Delivery delivery, String why, long sentMillis) {
    AwsCall.ask(
        "SQS send to " + url,
        () ->
            sqs.sendMessage(r ->
                r.queueUrl(url)
                    .messageBody(delivery.body())
                    .messageAttributes(
                        Attributes.ofDeadLetter(
                            why, delivery.lane(), delivery.receiveCount(), sentMillis))));
  }

  /// @param limit at most so many, at least 1
  /// @return dead letters that nobody else has read in the last five minutes, those first that were
  ///   given up first; there may be older ones
  List<DeadLetter> letters(int limit) {
    List<DeadLetter> letters = new ArrayList<>();
    List<Message> some;
    do {
      some = receive(Math.min(BATCH, limit - letters.size()), letters.isEmpty());
      some.forEach(message -> letters.add(letter(message)));
    } while (!some.isEmpty() && letters.size() < limit);
    letters.sort(Comparator.comparing(DeadLetter::diedAt));
    return letters;
  }

  private List<Message> receive(int most, boolean isFirst) {
    return AwsCall.ask(
        "SQS receive from " + url,
        () ->
            sqs.receiveMessage(r ->
                    r.queueUrl(url)
                        .maxNumberOfMessages(most)
                        .waitTimeSeconds(isFirst ? WAIT_SECONDS : 0)
                        .visibilityTimeout(Seconds.roundedUp(HIDDEN))
                        .messageAttributeNames("All")
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages());
  }

  private DeadLetter letter(Message message) {
    held.received(message.receiptHandle(), HIDDEN, 0);
    int count = Attributes.countBefore(message);
    return new DeadLetter(
        message.receiptHandle(),
        message.body(),
        Attributes.why(message).orElse("received " + count + " times without an end"),
        count,
        Attributes.sentAt(message),
        Attributes.diedAt(message),
        Attributes.lane(message, queues));
  }

  /// Sends a dead letter to its lane, then removes it. When the removal fails, it is in both
  /// places.
  ///
  /// @return false when its reader no longer holds it
  boolean redrive(DeadLetter letter) {
    if (!held.isHeld(letter.id())) {
      return false;
    }
    AwsCall.ask(
        "SQS send to " + queues.of(letter.lane()),
        () ->
            sqs.sendMessage(r -> r.queueUrl(queues.of(letter.lane())).messageBody(letter.body())));
    return discard(letter);
  }

  /// @return false when its reader no longer holds it
  boolean discard(DeadLetter letter) {
    if (!held.isHeld(letter.id())) {
      return false;
    }
    boolean isGone = AwsCall.ask("SQS delete from " + url, () -> delete(letter.id()));
    held.forget(letter.id());
    return isGone;
  }

  private boolean delete(String receipt) {
    try {
      sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(receipt));
      return true;
    } catch (SqsException e) {
      if (SqsErrors.isOldReceipt(e)) {
        return false;
      }
      throw e;
    }
  }
}
