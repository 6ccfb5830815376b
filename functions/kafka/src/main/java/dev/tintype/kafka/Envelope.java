package dev.tintype.kafka;

import dev.tintype.core.json.MalformedJson;
import dev.tintype.core.port.Message;
import dev.tintype.core.state.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// The text of a message, and what its record says of it in headers. A record cannot be changed, so
/// a message that is sent again takes along how often it was received.
///
/// @param body the message's text
/// @param received how often the message was received as an earlier record, 0 or more
/// @param sentAt when the message was sent for the first time, by a broker's clock; absent for one
///   that has not been sent
record Envelope(String body, int received, Optional<Instant> sentAt) {

  /// Nothing is received more often.
  private static final long MOST = 1_000_000;

  private static final String RECEIVED = "tintype-received";
  private static final String SENT = "tintype-sent";
  private static final String LANE = "tintype-lane";
  private static final String WHY = "tintype-why";

  /// A message to be sent.
  static Envelope of(Message message) {
    return new Envelope(message.json(), 0, Optional.empty());
  }

  /// A record of a lane or of the dead letters.
  static Envelope of(ConsumerRecord<String, String> record) {
    return new Envelope(
        record.value() == null ? "" : record.value(),
        (int) Math.min(number(record.headers(), RECEIVED).orElse(0L), MOST),
        Optional.of(
            Instant.ofEpochMilli(number(record.headers(), SENT).orElse(record.timestamp()))));
  }

  /// @return the same message
  /// @param received how often it was received until now
  Envelope received(int received) {
    return new Envelope(body, received, sentAt);
  }

  /// @return the record to send to the topic of a lane
  ProducerRecord<String, String> record(String topic) {
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, key(), body);
    put(record.headers(), RECEIVED, Integer.toString(received));
    sentAt.ifPresent(at -> put(record.headers(), SENT, Long.toString(at.toEpochMilli())));
    return record;
  }

  /// @return the record to send to the topic of dead letters
  ProducerRecord<String, String> deadRecord(String topic, Lane lane, String why) {
    ProducerRecord<String, String> record = record(topic);
    put(record.headers(), LANE, lane.code());
    put(record.headers(), WHY, why);
    return record;
  }

  /// People who look at a topic see which version a record is about.
  private String key() {
    try {
      Message message = Message.parse(body);
      return message.imageId().value() + "/" + message.version().value();
    } catch (MalformedJson _) {
      return "";
    }
  }

  /// @return the lane that a dead letter of ours comes from, if its record says so
  static Optional<Lane> lane(Headers headers) {
    return text(headers, LANE).flatMap(Lane::of);
  }

  /// @return why a dead letter of ours was given up, if its record says so
  static Optional<String> why(Headers headers) {
    return text(headers, WHY);
  }

  /// @return a header's text, if it is there
  static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  private static Optional<Long> number(Headers headers, String name) {
    return text(headers, name).filter(text -> text.matches("[0-9]{1,18}")).map(Long::valueOf);
  }

  private static void put(Headers headers, String name, String text) {
    headers.add(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
