package dev.tintype.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.Message;
import dev.tintype.core.state.Lane;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

  private static final Message MESSAGE =
      new Message(
          new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"), new Version("0123456789abcdef"), "upload");

  private static Envelope read(ProducerRecord<String, String> sent, long timestamp) {
    return Envelope.of(
        new ConsumerRecord<>(
            sent.topic(),
            0,
            7,
            timestamp,
            TimestampType.LOG_APPEND_TIME,
            0,
            0,
            sent.key(),
            sent.value(),
            sent.headers(),
            Optional.empty()));
  }

  @Test
  void aMessageIsReadAsItWasSent() {
    ProducerRecord<String, String> record = Envelope.of(MESSAGE).record("topic");
    assertThat(record.key()).isEqualTo("01JD2Z6K7M8N9PQRSTVWXYZ012/0123456789abcdef");
    Envelope read = read(record, 5_000);
    assertThat(Message.parse(read.body())).isEqualTo(MESSAGE);
    assertThat(read.received()).isZero();
    assertThat(read.sentAt()).contains(Instant.ofEpochSecond(5));
  }

  @Test
  void aMessageThatIsSentAgainKeepsItsCountAndItsFirstInstant() {
    Envelope first = read(Envelope.of(MESSAGE).record("topic"), 5_000);
    Envelope second = read(first.received(8).record("topic"), 9_000);
    assertThat(second.received()).isEqualTo(8);
    assertThat(second.sentAt()).contains(Instant.ofEpochSecond(5));
    assertThat(second.body()).isEqualTo(first.body());
  }

  @Test
  void aDeadLetterTellsItsLaneAndWhy() {
    ProducerRecord<String, String> record =
        Envelope.of(MESSAGE).received(3).deadRecord("dead", Lane.BULK, "nobody, für niemanden");
    assertThat(Envelope.lane(record.headers())).contains(Lane.BULK);
    assertThat(Envelope.why(record.headers())).contains("nobody, für niemanden");
    assertThat(read(record, 1).received()).isEqualTo(3);
  }

  @Test
  void aRecordOfSomebodyElseIsReadAsAMessage() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("tintype-received", "many".getBytes());
    headers.add("tintype-sent", null);
    ConsumerRecord<String, String> record =
        new ConsumerRecord<>(
            "topic",
            0,
            7,
            3_000,
            TimestampType.CREATE_TIME,
            0,
            0,
            null,
            null,
            headers,
            Optional.empty());
    assertThat(Envelope.of(record))
        .isEqualTo(new Envelope("", 0, Optional.of(Instant.ofEpochSecond(3))));
    assertThat(Envelope.of(record).record("topic").key()).isEmpty();
  }
}
