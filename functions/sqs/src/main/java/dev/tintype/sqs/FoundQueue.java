package dev.tintype.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.MalformedJson;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// A queue that is there.
///
/// @param name in its region
/// @param url what calls name it by
/// @param attributes its settings and numbers, as SQS tells them
record FoundQueue(String name, String url, Map<QueueAttributeName, String> attributes) {

  /// Copies the attributes.
  FoundQueue {
    attributes = Map.copyOf(attributes);
  }

  /// Where SQS itself moves messages, and when.
  ///
  /// @param target the ARN of the dead-letter queue
  /// @param most after how many receives
  record RedrivePolicy(String target, int most) {}

  String arn() {
    return text(QueueAttributeName.QUEUE_ARN).orElse("");
  }

  /// @return how long a message is kept; absent when the service does not tell
  Optional<Duration> retention() {
    return text(QueueAttributeName.MESSAGE_RETENTION_PERIOD)
        .map(Long::parseLong)
        .map(Duration::ofSeconds);
  }

  /// @return messages that wait to be received, roughly
  long visible() {
    return number(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
  }

  /// @return messages that somebody has, or that are delayed, roughly
  long hidden() {
    return number(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)
        + number(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);
  }

  /// @return its redrive policy, if it has one that can be read
  Optional<RedrivePolicy> redrivePolicy() {
    return text(QueueAttributeName.REDRIVE_POLICY).flatMap(FoundQueue::policy);
  }

  /// The number may be a text.
  private static Optional<RedrivePolicy> policy(String text) {
    try {
      JsonNode policy = Json.parse(text).node();
      return Optional.of(
          new RedrivePolicy(
              policy.path("deadLetterTargetArn").asText(), policy.path("maxReceiveCount").asInt()));
    } catch (MalformedJson _) {
      return Optional.empty();
    }
  }

  private long number(QueueAttributeName name) {
    return text(name).map(Long::parseLong).orElse(0L);
  }

  private Optional<String> text(QueueAttributeName name) {
    return Optional.ofNullable(attributes.get(name)).filter(value -> !value.isBlank());
  }
}
