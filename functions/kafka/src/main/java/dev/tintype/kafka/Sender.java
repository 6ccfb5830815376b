package dev.tintype.kafka;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.state.Lane;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/// Sends records to the topics of a queue. Safe for use by many threads.
final class Sender implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger("dev.tintype.kafka");
  private static final Duration CLOSING = Duration.ofSeconds(3);

  private final KafkaAddress address;
  private final Producer<String, String> producer;
  private final LongAdder unsent = new LongAdder();
  private volatile boolean closing;

  /// @param producer closed with this
  Sender(KafkaAddress address, Producer<String, String> producer) {
    this.address = address;
    this.producer = producer;
  }

  /// @throws StoreUnavailable when it is unknown whether it was sent
  void send(Lane lane, Envelope envelope) {
    send(envelope.record(address.topic(lane)), "sending a message");
  }

  /// Adds a message to the dead letters.
  ///
  /// @throws StoreUnavailable when it is unknown whether it was added
  void bury(Lane lane, Envelope envelope, String why) {
    send(envelope.deadRecord(address.deadTopic(), lane, why), "burying a message");
  }

  private void send(ProducerRecord<String, String> record, String what) {
    try {
      KafkaErrors.answer(producer.send(record));
    } catch (KafkaException | ExecutionException e) {
      throw KafkaErrors.unavailable(what, e);
    } catch (IllegalStateException e) {
      throw new StoreUnavailable("Kafka, " + what + ": the queue is closed", e);
    }
  }

  /// Sends a message if that is possible; nobody waits for it.
  void trySend(Lane lane, Envelope envelope) {
    try {
      var _ =
          producer.send(
              envelope.record(address.topic(lane)),
              (_, failure) -> {
                if (failure != null) {
                  tellUnsent(failure);
                }
              });
    } catch (KafkaException | IllegalStateException e) {
      tellUnsent(e);
    }
  }

  private void tellUnsent(Exception failure) {
    if (closing) {
      unsent.increment();
    } else {
      LOGGER.log(Level.WARNING, "event=queue.not_sent_later", failure);
    }
  }

  /// Waits a little for what is under way. What fails then is told in one line.
  @Override
  public void close() {
    closing = true;
    producer.close(CLOSING);
    if (unsent.sum() > 0) {
      LOGGER.log(Level.WARNING, () -> "event=queue.not_sent_later messages=" + unsent.sum());
    }
  }
}
