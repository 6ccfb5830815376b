package dev.tintype.sqs;

import dev.tintype.core.state.Lane;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// The attributes of messages: those that SQS writes, and those of a dead letter that Tintype put
/// there. SQS itself moves a message with its body and no further attributes.
final class Attributes {

  private static final String WHY = "why";
  private static final String LANE = "lane";
  private static final String COUNT = "count";
  private static final String SENT = "sent";

  /// So that no attribute makes a message too large.
  private static final int LONGEST_WHY = 1_000;

  private Attributes() {}

  static int receiveCount(Message message) {
    return (int) number(message, MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, 1);
  }

  /// @return when the message was sent to the queue it is in, milliseconds since 1970
  static long sentMillis(Message message) {
    return number(message, MessageSystemAttributeName.SENT_TIMESTAMP, 0);
  }

  private static long number(Message message, MessageSystemAttributeName name, long usual) {
    return Optional.ofNullable(message.attributes().get(name)).map(Long::parseLong).orElse(usual);
  }

  /// @param sentMillis when the message was sent
  /// @return the attributes of a dead letter
  static Map<String, MessageAttributeValue> ofDeadLetter(
      String why, Lane lane, int receiveCount, long sentMillis) {
    Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    attributes.put(WHY, text(writable(why)));
    attributes.put(LANE, text(lane.code()));
    attributes.put(COUNT, text(Integer.toString(receiveCount)));
    attributes.put(SENT, text(Long.toString(sentMillis)));
    return attributes;
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  /// SQS refuses control characters and empty values
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html).
  private static String writable(String text) {
    StringBuilder written = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_WHY)
        .map(point -> isWritable(point) ? point : '?')
        .forEach(written::appendCodePoint);
    return written.isEmpty() ? "no reason" : written.toString();
  }

  private static boolean isWritable(int point) {
    return point >= ' ' && (point < 0xd800 || point > 0xdfff) && point != 0xfffe && point != 0xffff;
  }

  /// @return why Tintype gave a message up; absent when SQS itself moved it
  static Optional<String> why(Message letter) {
    return ours(letter, WHY);
  }

  /// @return the lane that a dead letter came from
  static Lane lane(Message letter, SqsQueues queues) {
    return ours(letter, LANE)
        .flatMap(Lane::of)
        .or(() ->
            Optional.ofNullable(
                    letter
                        .attributes()
                        .get(MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN))
                .map(queues::laneOf))
        .orElse(Lane.FRESH);
  }

  /// @return how often a dead letter was received before it was given up
  static int countBefore(Message letter) {
    return ours(letter, COUNT)
        .filter(count -> count.matches("[0-9]{1,9}"))
        .map(Integer::parseInt)
        .orElseGet(() -> receiveCount(letter));
  }

  /// @return when the message of a dead letter was sent. SQS keeps this instant when it moves one
  static Instant sentAt(Message letter) {
    return Instant.ofEpochMilli(
        ours(letter, SENT)
            .filter(sent -> sent.matches("[0-9]{1,15}"))
            .map(Long::parseLong)
            .orElseGet(() -> sentMillis(letter)));
  }

  /// @return when a message was given up; of one that SQS itself moved, when it was first received
  static Instant diedAt(Message letter) {
    return Instant.ofEpochMilli(
        why(letter).isPresent()
            ? sentMillis(letter)
            : number(
                letter,
                MessageSystemAttributeName.APPROXIMATE_FIRST_RECEIVE_TIMESTAMP,
                sentMillis(letter)));
  }

  private static Optional<String> ours(Message letter, String name) {
    return Optional.ofNullable(letter.messageAttributes().get(name))
        .map(MessageAttributeValue::stringValue);
  }
}
