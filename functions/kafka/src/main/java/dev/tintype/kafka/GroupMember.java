package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/// A member of a share group by Kafka's client. The client goes on to fetch in its own thread until
/// it has a message, and then no more until it is polled again.
final class GroupMember implements LaneConsumer {

  /// The tag of what the client measures for one broker.
  private static final String NODE = "node-id";

  private static final Duration LEAVING = Duration.ofSeconds(1);

  /// Brokers answer an idle consumer once in [KafkaClients#FETCH_WAIT].
  private static final Duration SILENCE = KafkaClients.FETCH_WAIT.multipliedBy(2);

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration USUAL_LOCK = Duration.ofSeconds(30);

  private final ShareConsumer<String, String> consumer;

  private final Pulse pulse;
  private @Nullable ConsumerRecord<String, String> record;
  private boolean joined;

  /// @param consumer has subscribed
  GroupMember(ShareConsumer<String, String> consumer) {
    this.consumer = consumer;

    this.pulse = new Pulse(metric("incoming-byte-total").map(GroupMember::number));
  }

  /// What the client measures for all brokers together.
  private Optional<Metric> metric(String name) {
    return consumer.metrics().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .filter(entry -> !entry.getKey().tags().containsKey(NODE))
        .<Metric>map(Map.Entry::getValue)
        .findFirst();
  }

  private static DoubleSupplier number(Metric metric) {
    return () -> metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
  }

  /// When a number that grows with everything that is heard grew last. Safe for use by many
  /// threads.
  private static final class Pulse {

    private final Optional<DoubleSupplier> heard;
    private double last;
    private long since = System.nanoTime();

    Pulse(Optional<DoubleSupplier> heard) {
      this.heard = heard;
    }

    synchronized boolean isGone() {
      double now = heard.map(DoubleSupplier::getAsDouble).orElse(0.0);
      if (now != last) {
        last = now;
        since = System.nanoTime();
      }
      return heard.isPresent() && System.nanoTime() - since > SILENCE.toNanos();
    }
  }

  /// A consumer that was told its partition asks the broker that leads it. Other requests go to the
  /// coordinator of the group, or to the address that we know; the client counts these under
  /// numbers of their own.
  @Override
  public boolean isJoined() {
    if (!joined) {
      joined =
          consumer.metrics().entrySet().stream()
              .filter(entry -> entry.getKey().name().equals("request-total"))
              .filter(entry -> isBroker(entry.getKey().tags().getOrDefault(NODE, "")))
              .anyMatch(entry -> number(entry.getValue()).getAsDouble() > 0);
    }
    return joined;
  }

  private static boolean isBroker(String node) {
    return node.matches("node-[0-9]{1,9}");
  }

  @Override
  public Optional<Taken> take(Duration wait) {
    ConsumerRecords<String, String> records;
    try {
      records = consumer.poll(wait);
    } catch (WakeupException _) {
      return Optional.empty();
    } catch (KafkaException e) {
      throw KafkaErrors.unavailable("receiving a message", e);
    }
    record = null;
    for (ConsumerRecord<String, String> one : records) {
      if (record == null) {
        record = one;
      } else {
        consumer.acknowledge(one, AcknowledgeType.RELEASE);
      }
    }
    return Optional.ofNullable(record).map(GroupMember::taken);
  }

  private static Taken taken(ConsumerRecord<String, String> record) {
    return new Taken(
        Envelope.of(record),
        record.partition() + "/" + record.offset(),
        record.deliveryCount().orElse((short) 1));
  }

  @Override
  public Duration lock() {
    return consumer.acquisitionLockTimeoutMs().map(Duration::ofMillis).orElse(USUAL_LOCK);
  }

  @Override
  public boolean renew() {
    ConsumerRecord<String, String> ours = record;
    if (!settle(AcknowledgeType.RENEW, "hiding a message") || ours == null) {
      return false;
    }
    // The client wants to see the renewed record polled, before it can be acknowledged.
    if (take(ANSWER).isEmpty() || record == null || record.offset() != ours.offset()) {
      throw new StoreUnavailable("Kafka, hiding a message: it did not come back");
    }
    return true;
  }

  @Override
  public boolean accept() {
    return settle(AcknowledgeType.ACCEPT, "acknowledging a message");
  }

  @Override
  public boolean release() {
    return settle(AcknowledgeType.RELEASE, "giving a message back");
  }

  private boolean settle(AcknowledgeType type, String what) {
    ConsumerRecord<String, String> ours = record;
    record = null;
    if (ours == null) {
      return false;
    }
    Map<TopicIdPartition, Optional<KafkaException>> answers;
    try {
      consumer.acknowledge(ours, type);
      answers = consumer.commitSync(ANSWER);
    } catch (KafkaException | IllegalStateException e) {
      throw KafkaErrors.unavailable(what, e);
    }
    if (answers.isEmpty()) {
      throw new StoreUnavailable("Kafka, " + what + ": nothing was sent");
    }
    for (Optional<KafkaException> answer : answers.values()) {
      if (answer.isPresent()) {
        if (answer.get() instanceof InvalidRecordStateException) {
          return false;
        }
        throw KafkaErrors.unavailable(what, answer.get());
      }
    }
    return true;
  }

  @Override
  public void wake() {
    consumer.wakeup();
  }

  @Override
  public boolean isSilent() {
    return pulse.isGone();
  }

  @Override
  public void close() {
    try {
      consumer.close(LEAVING);
    } catch (KafkaException _) {
      // The brokers notice that the connection is gone.
    }
  }
}
