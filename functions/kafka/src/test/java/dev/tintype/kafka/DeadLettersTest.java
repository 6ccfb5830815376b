package dev.tintype.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

  private static final KafkaAddress ADDRESS = KafkaAddress.parse("kafka://host");
  private static final TopicPartition PARTITION = new TopicPartition("dlq.tintype", 0);

  private final AtomicInteger commits = new AtomicInteger();
  private final MockConsumer<String, String> consumer =
      new MockConsumer<>("none") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
          commits.incrementAndGet();
          super.commitSync(offsets);
        }
      };
  private final AtomicLong nanos = new AtomicLong();
  private final DeadLetters letters = new DeadLetters(ADDRESS, () -> consumer, nanos::get);
  private long end;

  @BeforeEach
  void begin() {
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    assertThat(letters.oldest(10)).isEmpty();
  }

  private void bury(String body) {
    ProducerRecord<String, String> sent =
        new Envelope(body, 2, Optional.of(Instant.ofEpochSecond(1)))
            .deadRecord("dlq.tintype", Lane.BULK, "why not");
    add(body, sent.headers());
  }

  private void add(String body, Headers headers) {
    consumer.addRecord(
        new ConsumerRecord<>(
            "dlq.tintype",
            0,
            end++,
            9_000,
            TimestampType.LOG_APPEND_TIME,
            0,
            0,
            "",
            body,
            headers,
            Optional.empty()));
    consumer.updateEndOffsets(Map.of(PARTITION, end));
  }

  private List<String> bodies() {
    // The mock hands out a record once.
    return letters.oldest(10).stream().map(DeadLetter::body).toList();
  }

  private static DeadLetter letter(long offset) {
    return new DeadLetter(
        Long.toString(offset), "", "", 1, Instant.EPOCH, Instant.EPOCH, Lane.FRESH);
  }

  private long committed() {
    OffsetAndMetadata committed = consumer.committed(Set.of(PARTITION)).get(PARTITION);
    return committed == null ? 0 : committed.offset();
  }

  @Test
  void aLetterTellsEverything() {
    bury("body");
    assertThat(letters.oldest(10))
        .containsExactly(
            new DeadLetter(
                "0",
                "body",
                "why not",
                2,
                Instant.ofEpochSecond(1),
                Instant.ofEpochSecond(9),
                Lane.BULK));
  }

  @Test
  void aLetterOfABrokerIsReadToo() {
    Headers headers = new RecordHeaders();
    Map.of(
            "__dlq.errors.message", "Offset delivery count exceeded the threshold.",
            "__dlq.errors.delivery.count", "10",
            "__dlq.errors.topic", "tintype-bulk")
        .forEach((name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
    add("body", headers);
    DeadLetter letter = letters.oldest(10).getFirst();
    assertThat(letter.why()).isEqualTo("Offset delivery count exceeded the threshold.");
    assertThat(letter.receiveCount()).isEqualTo(10);
    assertThat(letter.lane()).isEqualTo(Lane.BULK);
  }

  @Test
  void noMoreLettersAreReadThanWanted() {
    bury("a");
    bury("b");
    bury("c");
    assertThat(letters.oldest(2)).hasSize(2);
  }

  @Test
  void aLetterIsDealtWithOnce() {
    bury("a");
    bury("b");
    assertThat(letters.isThere(letter(0))).isTrue();
    assertThat(letters.dealtWith(letter(0))).isTrue();
    assertThat(letters.dealtWith(letter(0))).isFalse();
    assertThat(letters.isThere(letter(0))).isFalse();
    assertThat(letters.count()).isEqualTo(1);
    assertThat(committed()).isEqualTo(1);
    assertThat(bodies()).containsExactly("b");
  }

  @Test
  void lettersThatAreDealtWithOutOfOrderAreCommittedWhenAllBeforeThemAre() {
    for (String body : List.of("a", "b", "c", "d")) {
      bury(body);
    }
    assertThat(letters.dealtWith(letter(2))).isTrue();
    assertThat(letters.dealtWith(letter(1))).isTrue();
    assertThat(letters.dealtWith(letter(1))).isFalse();
    assertThat(committed()).isZero();
    assertThat(letters.count()).isEqualTo(2);
    assertThat(letters.dealtWith(letter(0))).isTrue();
    assertThat(committed()).isEqualTo(3);
    assertThat(bodies()).containsExactly("d");
  }

  @Test
  void whatIsDealtWithIsCommittedAgainEachHour() {
    bury("a");
    assertThat(letters.dealtWith(letter(0))).isTrue();
    int before = commits.get();
    nanos.addAndGet(DeadLetters.RENEWAL.minusSeconds(1).toNanos());
    assertThat(letters.oldest(10)).isEmpty();
    assertThat(commits).hasValue(before);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(letters.oldest(10)).isEmpty();
    assertThat(letters.oldest(10)).isEmpty();
    assertThat(commits).hasValue(before + 1);
    assertThat(committed()).isEqualTo(1);
  }

  @Test
  void nothingIsCommittedBeforeALetterIsDealtWith() {
    bury("a");
    nanos.addAndGet(DeadLetters.RENEWAL.toNanos());
    assertThat(letters.oldest(10)).hasSize(1);
    assertThat(consumer.committed(Set.of(PARTITION)).get(PARTITION)).isNull();
  }

  @Test
  void aLetterThatIsNoneIsNotThere() {
    bury("a");
    assertThat(letters.dealtWith(letter(1))).isFalse();
    DeadLetter strange = new DeadLetter("x", "", "", 1, Instant.EPOCH, Instant.EPOCH, Lane.FRESH);
    assertThat(letters.isThere(strange)).isFalse();
    assertThat(letters.dealtWith(strange)).isFalse();
  }

  @Test
  void whatIsTooOldToBeKeptIsNoLongerThere() {
    bury("a");
    bury("b");
    consumer.updateBeginningOffsets(Map.of(PARTITION, 1L));
    assertThat(letters.count()).isEqualTo(1);
    assertThat(letters.isThere(letter(0))).isFalse();
  }

  @Test
  void aServerThatDoesNotAnswerIsUnavailable() {
    bury("a");
    consumer.setPollException(new KafkaException("gone"));
    assertThatThrownBy(() -> letters.oldest(1))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("Kafka, reading dead letters: gone");
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void lettersThatDoNotComeAreNotTakenForNone() {
    DeadLetters slow =
        new DeadLetters(
            ADDRESS, () -> consumer, () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos()));
    consumer.updateEndOffsets(Map.of(PARTITION, 1L));
    assertThatThrownBy(() -> slow.oldest(1))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("Kafka, reading dead letters: none came for 10 s");
    bury("a");
    assertThat(slow.oldest(1)).hasSize(1);
  }

  @Test
  void whatWasReadInTimeIsTold() {
    DeadLetters slow =
        new DeadLetters(
            ADDRESS, () -> consumer, () -> nanos.addAndGet(Duration.ofSeconds(1).toNanos()));
    bury("a");
    consumer.updateEndOffsets(Map.of(PARTITION, 2L));
    assertThat(slow.oldest(10)).hasSize(1);
  }

  @Test
  void afterTheEndNoConsumerIsMade() {
    letters.close();
    assertThat(consumer.closed()).isTrue();
    assertThatThrownBy(letters::count)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessage("Kafka, counting dead letters: the queue is closed");
    letters.close();
  }
}
