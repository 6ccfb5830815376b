package dev.tintype.kafka.real;

import static dev.tintype.kafka.real.Queues.HIDDEN;
import static dev.tintype.kafka.real.Queues.PATIENT;
import static dev.tintype.kafka.real.Queues.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Many messages that wait, sent without a wait for each answer.
class BacklogTest {

  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final int FEW = 100;
  private static final int MANY = 30_000;

  private final Queues queues = new Queues();
  private String address;
  private JobQueue queue;

  @BeforeEach
  void open() throws Exception {
    address = Queues.prepared();
    queue = queues.open(address);
  }

  @AfterEach
  void close() {
    queues.close();
  }

  /// @param batchBytes how much is sent together, 0 for each message alone
  private void send(int from, int count, int batchBytes) throws Exception {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            Queues.broker().server(),
            ProducerConfig.BATCH_SIZE_CONFIG,
            batchBytes,
            ProducerConfig.LINGER_MS_CONFIG,
            batchBytes == 0 ? 0 : 10_000);
    StringSerializer text = new StringSerializer();
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings, text, text)) {
      for (int number = from; number < from + count; number++) {
        var _ =
            producer.send(
                new ProducerRecord<>(Queues.topic(address) + "-fresh", message(number).json()));
      }
      producer.flush();
    }
    assertThat(queue.depth().visible()).isGreaterThanOrEqualTo(count);
  }

  private Delivery receive(JobQueue from) throws InterruptedException {
    return from.receive(PATIENT, HIDDEN).orElseThrow();
  }

  @Test
  void messagesThatWereSentTogetherGoToDifferentProcesses() throws Exception {
    send(0, 20, 16_384);
    List<JobQueue> workers = List.of(queue, queues.open(address), queues.open(address));
    List<Delivery> held = new ArrayList<>();
    for (JobQueue worker : workers) {
      held.add(receive(worker));
    }
    Set<String> bodies = new HashSet<>();
    for (int i = 0; i < workers.size(); i++) {
      assertThat(workers.get(i).extend(held.get(i), HIDDEN)).isTrue();
      assertThat(bodies.add(held.get(i).body())).isTrue();
      workers.get(i).acknowledge(held.get(i));
    }
    for (var next = queue.receive(SHORT, HIDDEN);
        next.isPresent();
        next = queue.receive(SHORT, HIDDEN)) {
      assertThat(next.get().receiveCount()).isEqualTo(1);
      assertThat(bodies.add(next.get().body())).isTrue();
      queue.acknowledge(next.get());
    }
    assertThat(bodies).hasSize(20);
  }

  @Test
  void aLongBacklogCostsTheBrokerNoMoreForEachMessage() throws Exception {
    send(0, 2 * FEW, 0);
    receiveFew();
    Duration before = receiveFew();
    send(2 * FEW, MANY, 0);
    Duration behind = receiveFew();
    assertThat(behind).isLessThan(before.multipliedBy(4).plusMillis(500));
  }

  /// @return the broker's processor time
  private Duration receiveFew() throws Exception {
    ProcessHandle broker = Queues.broker().process();
    Duration began = broker.info().totalCpuDuration().orElseThrow();
    for (int number = 0; number < FEW; number++) {
      queue.acknowledge(receive(queue));
    }
    return broker.info().totalCpuDuration().orElseThrow().minus(began);
  }
}
