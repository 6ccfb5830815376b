package dev.tintype.kafka.real;

import static dev.tintype.kafka.real.Queues.HIDDEN;
import static dev.tintype.kafka.real.Queues.PATIENT;
import static dev.tintype.kafka.real.Queues.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Fact;
import dev.tintype.kafka.KafkaProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaSetupTest {

  private final KafkaProvider provider = new KafkaProvider();
  private final Queues queues = new Queues();

  @AfterEach
  void close() {
    queues.close();
  }

  @Test
  void whatIsMissingIsNamedAndMadeOnce() throws Exception {
    String address = Queues.broker().address("made");
    assertThatThrownBy(() -> queues.open(address))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the topic made-fresh is missing: run 'tintype queue init'")
        .hasMessageContaining("the topic dlq.made is missing")
        .hasMessageContaining("share.auto.offset.reset=latest");
    assertThat(provider.init(address))
        .contains(
            "Made the topic made-fresh, which one broker keeps.",
            "Made the topic dlq.made, which one broker keeps.")
        .hasSize(5);
    assertThat(provider.init(address))
        .containsExactly(
            "The topic made-fresh was there.",
            "The topic made-bulk was there.",
            "The topic dlq.made was there.",
            "The share group made-fresh had its settings.",
            "The share group made-bulk had its settings.");
    assertThat(queues.open(address).depth().visible()).isZero();
  }

  @Test
  void whatWasSentBeforeTheFirstReceiverCameIsReceived() throws Exception {
    String address = Queues.prepared();
    queues.open(address).send(message(1), Duration.ZERO);
    queues.closeLast();
    assertThat(queues.open(address).receive(PATIENT, HIDDEN)).isPresent();
  }

  @Test
  void aWrongSettingIsNamedAndNotChanged() throws Exception {
    String address = Queues.prepared();
    String group = Queues.topic(address) + "-bulk";
    Queues.set(ConfigResource.Type.GROUP, group, "share.auto.offset.reset", "latest");
    Queues.set(ConfigResource.Type.TOPIC, group, "cleanup.policy", "compact");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> queues.open(address))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("share.auto.offset.reset=latest, but earliest is needed")
          .hasMessageContaining("--entity-type groups --entity-name " + group)
          .hasMessageContaining("cleanup.policy=compact, but delete is needed");
      assertThatThrownBy(() -> provider.init(address)).isInstanceOf(IllegalStateException.class);
    }
    assertThat(fact(address, "queue").isWell()).isFalse();
  }

  @Test
  void aTopicWithSeveralPartitionsIsRefused() throws Exception {
    makeTopic("wide-fresh", 3);
    assertThatThrownBy(() -> provider.init(Queues.broker().address("wide")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the topic wide-fresh has 3 partitions and must have one");
  }

  @Test
  void aConsumerGroupOfTheNameIsRefused() throws Exception {
    makeTopic("classic-fresh", 1);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", Queues.broker().server(), "group.id", "classic-fresh"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of("classic-fresh"));
      while (consumer.assignment().isEmpty()) {
        consumer.poll(Duration.ofMillis(200));
      }
      assertThatThrownBy(() -> provider.init(Queues.broker().address("classic")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the group classic-fresh is a consumer group");
    }
  }

  private static void makeTopic(String name, int partitions) throws Exception {
    try (Admin admin = Queues.admin(Queues.broker())) {
      admin
          .createTopics(
              List.of(new NewTopic(name, Optional.of(partitions), Optional.of((short) 1))))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aNumberOfReplicasThatIsTooHighIsRefused() throws Exception {
    assertThatThrownBy(() -> provider.init(Queues.broker().address("many") + "&replicas=3"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("number of replicas");
  }

  private Fact fact(String address, String name) {
    return provider.examine(address).stream()
        .filter(fact -> fact.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theDoctorSeesHowSafeMessagesAre() throws Exception {
    String address = Queues.prepared();
    queues.open(address).receive(Duration.ofSeconds(1), HIDDEN);
    assertThat(provider.examine(address)).allMatch(Fact::isWell);
    assertThat(fact(address, "brokers").detail()).contains("Kafka 4.4").contains("1 brokers alive");
    assertThat(fact(address, "copies").detail()).contains("on 1 brokers").contains("are lost");
    assertThat(fact(address, "locks").detail()).contains("60000 ms");
    assertThat(fact(address, "dead letters").detail()).contains("dlq.");
    assertThat(fact(address, "room").detail()).contains("MB left");
    assertThat(fact(address, "connection").detail()).contains("not encrypted");
  }

  @Test
  void theDoctorNamesWhatIsMissing() throws Exception {
    Fact queue = fact(Queues.broker().address("nowhere"), "queue");
    assertThat(queue.isWell()).isFalse();
    assertThat(queue.detail()).contains("run 'tintype queue init'");
  }

  @Test
  void aTopicThatIsDeletedUnderAQueueIsNamedAndCanBeMadeAgain() throws Exception {
    String address = Queues.prepared();
    JobQueue queue = queues.open(address);
    queue.send(message(1), Duration.ZERO);
    queue.acknowledge(queue.receive(PATIENT, HIDDEN).orElseThrow());
    queue.send(message(2), Duration.ZERO);
    try (Admin admin = Queues.admin(Queues.broker())) {
      admin.deleteTopics(List.of(Queues.topic(address) + "-fresh")).all().get(20, TimeUnit.SECONDS);
    }
    assertThatThrownBy(() -> sendUntilRefused(queue))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("sending a message");
    provider.init(address);
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!isSent(queue)) {
      assertThat(System.nanoTime() - end).as("sent again within a minute").isNegative();
    }
    assertThat(queue.receive(Duration.ofMinutes(1), HIDDEN).orElseThrow().body())
        .isEqualTo(message(4).json());
  }

  private static void sendUntilRefused(JobQueue queue) {
    for (int i = 0; i < 100; i++) {
      queue.send(message(3), Duration.ZERO);
    }
  }

  private static boolean isSent(JobQueue queue) {
    try {
      queue.send(message(4), Duration.ZERO);
      return true;
    } catch (StoreUnavailable _) {
      return false;
    }
  }
}
