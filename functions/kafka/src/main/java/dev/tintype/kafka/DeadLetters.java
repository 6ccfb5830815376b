package dev.tintype.kafka;

import dev.tintype.core.port.JobQueue.DeadLetter;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// The topic of dead letters. A record cannot be removed: a committed offset says up to which one
/// all are dealt with. Those behind it that are dealt with are known to this process only. Safe for
/// use by many threads; every method throws [StoreUnavailable] when the brokers do not answer, or
/// after the end.
final class DeadLetters implements AutoCloseable {

  private static final Duration WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration CLOSING = Duration.ofSeconds(1);

  /// Brokers forget an offset that nobody has committed for days.
  static final Duration RENEWAL = Duration.ofHours(1);

  private static final String WORN_OUT = "__dlq.errors.message";
  private static final String DELIVERIES = "__dlq.errors.delivery.count";
  private static final String FROM = "__dlq.errors.topic";

  private final KafkaAddress address;
  private final Supplier<Consumer<String, String>> open;
  private final TopicPartition partition;
  private final LongSupplier nanos;
  private final NavigableSet<Long> dealtWith = new TreeSet<>();
  private @Nullable Consumer<String, String> reader;
  private boolean closed;
  private Optional<Long> renewed = Optional.empty();

  /// @param open makes a consumer without a subscription, at the first use
  /// @param nanos passes as [System#nanoTime] does
  DeadLetters(KafkaAddress address, Supplier<Consumer<String, String>> open, LongSupplier nanos) {
    this.address = address;
    this.open = open;
    this.nanos = nanos;
    this.partition = new TopicPartition(address.deadTopic(), 0);
  }

  private Consumer<String, String> reader() {
    if (reader == null) {
      reader = open.get();
      reader.assign(List.of(partition));
    }
    return reader;
  }

  /// What a method does with the consumer.
  @FunctionalInterface
  private interface Work<T> {
    T with(Consumer<String, String> reader);
  }

  /// A consumer that failed is not used again.
  private synchronized <T> T work(String what, Work<T> work) {
    if (closed) {
      throw new StoreUnavailable("Kafka, " + what + ": the queue is closed");
    }
    try {
      return work.with(reader());
    } catch (KafkaException e) {
      closeReader();
      throw KafkaErrors.unavailable(what, e);
    }
  }

  /// The letters that nobody has dealt with are from here on, except for [#dealtWith].
  private long begin(Consumer<String, String> consumer) {
    long first = consumer.beginningOffsets(Set.of(partition)).getOrDefault(partition, 0L);
    OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
    long begin = committed == null ? first : Math.max(first, committed.offset());
    dealtWith.headSet(begin).clear();
    return begin;
  }

  private long end(Consumer<String, String> consumer) {
    return consumer.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
  }

  /// Commits the same offset again, so that the brokers do not forget it. Only for the server that
  /// deals with letters: another one could take its latest commit back.
  private void renew(Consumer<String, String> consumer) {
    long now = nanos.getAsLong();
    if (renewed.filter(last -> now - last < RENEWAL.toNanos()).isPresent()) {
      return;
    }
    OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
    if (committed != null) {
      consumer.commitSync(Map.of(partition, committed));
    }
    renewed = Optional.of(now);
  }

  /// To be called at least once a day by whoever deals with letters, also when there are none.
  ///
  /// @return the oldest letters, at most so many, and fewer when the brokers are slow
  /// @throws StoreUnavailable when there may be letters and none could be read
  List<DeadLetter> oldest(int limit) {
    return work("reading dead letters", consumer -> oldest(consumer, limit));
  }

  private List<DeadLetter> oldest(Consumer<String, String> consumer, int limit) {
    renew(consumer);
    List<DeadLetter> letters = new ArrayList<>();
    long position = begin(consumer);
    long end = end(consumer);
    if (position >= end) {
      return letters;
    }
    consumer.seek(partition, position);
    long latest = nanos.getAsLong() + LONGEST.toNanos();
    while (letters.size() < limit && position < end) {
      if (nanos.getAsLong() - latest >= 0) {
        return some(letters);
      }
      for (ConsumerRecord<String, String> record : consumer.poll(WAIT)) {
        if (letters.size() < limit && !dealtWith.contains(record.offset())) {
          letters.add(letter(record));
        }
      }
      position = consumer.position(partition);
    }
    return letters;
  }

  private static List<DeadLetter> some(List<DeadLetter> letters) {
    if (letters.isEmpty()) {
      throw new StoreUnavailable(
          "Kafka, reading dead letters: none came for " + LONGEST.toSeconds() + " s");
    }
    return letters;
  }

  /// A letter is one of ours, or one of a broker that dropped a record.
  private DeadLetter letter(ConsumerRecord<String, String> record) {
    Envelope envelope = Envelope.of(record);
    return new DeadLetter(
        Long.toString(record.offset()),
        envelope.body(),
        Envelope.why(record.headers())
            .or(() -> Envelope.text(record.headers(), WORN_OUT))
            .orElse("unknown"),
        envelope.received() + deliveries(record),
        envelope.sentAt().orElse(Instant.EPOCH),
        Instant.ofEpochMilli(record.timestamp()),
        lane(record));
  }

  private static int deliveries(ConsumerRecord<String, String> record) {
    return Envelope.text(record.headers(), DELIVERIES)
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(Integer::valueOf)
        .orElse(0);
  }

  private Lane lane(ConsumerRecord<String, String> record) {
    boolean isBulk =
        Envelope.text(record.headers(), FROM).filter(address.topic(Lane.BULK)::equals).isPresent();
    return Envelope.lane(record.headers()).orElse(isBulk ? Lane.BULK : Lane.FRESH);
  }

  /// @return whether nobody has dealt with a letter yet
  boolean isThere(DeadLetter letter) {
    return offset(letter)
        .map(offset -> work("reading dead letters", consumer -> isThere(consumer, offset)))
        .orElse(false);
  }

  private boolean isThere(Consumer<String, String> consumer, long offset) {
    return offset >= begin(consumer) && offset < end(consumer) && !dealtWith.contains(offset);
  }

  /// Remembers that a letter is dealt with.
  ///
  /// @return false when somebody did before
  boolean dealtWith(DeadLetter letter) {
    return offset(letter)
        .map(offset -> work("discarding a dead letter", consumer -> dealtWith(consumer, offset)))
        .orElse(false);
  }

  private boolean dealtWith(Consumer<String, String> consumer, long offset) {
    if (!isThere(consumer, offset)) {
      return false;
    }
    long begin = begin(consumer);
    long next = begin;
    while (next == offset || dealtWith.contains(next)) {
      next++;
    }
    if (next > begin) {
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
      dealtWith.headSet(next).clear();
    } else {
      dealtWith.add(offset);
    }
    return true;
  }

  private static Optional<Long> offset(DeadLetter letter) {
    return Optional.of(letter.id()).filter(id -> id.matches("[0-9]{1,18}")).map(Long::valueOf);
  }

  /// @return how many letters nobody has dealt with
  long count() {
    return work(
        "counting dead letters",
        consumer -> Math.max(0, end(consumer) - begin(consumer) - dealtWith.size()));
  }

  @Override
  public synchronized void close() {
    closed = true;
    closeReader();
  }

  private void closeReader() {
    Consumer<String, String> old = reader;
    reader = null;
    if (old != null) {
      try {
        old.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSING));
      } catch (KafkaException _) {
        // The brokers notice that the connection is gone.
      }
    }
  }
}
