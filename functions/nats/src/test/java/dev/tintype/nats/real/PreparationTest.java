package dev.tintype.nats.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.QueueProvider;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Streams and consumers are made by `init`, and only looked at by everybody else.
class PreparationTest {

  @TempDir private static Path folder;
  private static TestBroker broker;

  private final String stream = TestQueues.newStream();
  private final String address = broker.address(stream);
  private final QueueProvider provider = TestQueues.provider(address);

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder);
  }

  @AfterAll
  static void end() {
    broker.close();
  }

  @Test
  void aQueueThatWasNotPreparedIsNotOpened() {
    try (Opening opening = TestQueues.opening()) {
      assertThatThrownBy(() -> provider.queue(address, opening))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the stream " + stream + " is missing")
          .hasMessageContaining("tintype queue init");
    }
    assertThat(provider.examine(address))
        .filteredOn(fact -> !fact.isWell())
        .extracting(Fact::detail)
        .anySatisfy(detail -> assertThat(detail).contains(stream + "-dead is missing"));
  }

  @Test
  void whatIsThereStays() throws Exception {
    assertThat(provider.init(address))
        .containsExactly(
            "The stream " + stream + " was made.",
            "The stream " + stream + "-dead was made.",
            "The consumer fresh of the stream " + stream + " was made.",
            "The consumer bulk of the stream " + stream + " was made.");
    try (Opening opening = TestQueues.opening()) {
      TestQueues.open(address, opening).send(TestQueues.message(1), Duration.ZERO);
      assertThat(provider.init(address))
          .allSatisfy(sentence -> assertThat(sentence).endsWith("is there."));
      assertThat(TestQueues.open(address, opening).depth().visible()).isEqualTo(1);
    }
  }

  @Test
  void aStreamThatWouldLoseMessagesIsRefusedAndNotChanged() throws Exception {
    StreamConfiguration wrong =
        StreamConfiguration.builder()
            .name(stream)
            .subjects(stream + ".fresh", stream + ".bulk", stream + ".later.>")
            .retentionPolicy(RetentionPolicy.WorkQueue)
            .maxAge(Duration.ofHours(1))
            .build();
    try (Operator operator = new Operator(broker);
        Opening opening = TestQueues.opening()) {
      operator.make(wrong);
      assertThatThrownBy(() -> provider.init(address))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has max_age 3600000000000 where unset is needed")
          .hasMessageContaining("has allow_msg_schedules unset where true is needed");
      assertThatThrownBy(() -> provider.queue(address, opening))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("max_age");
      assertThat(operator.stream(stream).getConfiguration().getMaxAge())
          .isEqualTo(Duration.ofHours(1));
      assertThat(provider.examine(address))
          .filteredOn(fact -> !fact.isWell())
          .extracting(Fact::detail)
          .anySatisfy(detail -> assertThat(detail).contains("max_age"));
    }
  }

  @Test
  void anotherNumberOfReplicasIsRefused() {
    provider.init(address);
    assertThatThrownBy(() -> provider.init(address + "&replicas=3"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has num_replicas 1 where 3 is needed");
    assertThat(provider.init(address + "&replicas=1")).hasSize(4);
  }

  @Test
  void replicasNeedACluster() {
    assertThatThrownBy(() -> provider.init(address + "&replicas=3"))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("replicas > 1 not supported in non-clustered mode");
  }

  @Test
  void aServerWithoutJetStreamIsRefused(@TempDir Path other) throws Exception {
    try (TestBroker plain = TestBroker.prepare(other, "")) {
      plain.restart();
      String there = plain.address(stream);
      assertThatThrownBy(() -> TestQueues.provider(there).init(there))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("no JetStream");
      assertThat(TestQueues.provider(there).examine(there))
          .singleElement()
          .satisfies(fact -> assertThat(fact.isWell()).isFalse());
    }
  }

  @Test
  void aPreparedQueueIsWell() {
    provider.init(address);
    try (Opening opening = TestQueues.opening()) {
      JobQueue queue = TestQueues.open(address, opening);
      queue.send(TestQueues.message(1), Duration.ZERO);
      queue.send(TestQueues.message(2), Duration.ofMinutes(10));
    }
    List<Fact> facts = provider.examine(address);
    assertThat(facts).allSatisfy(fact -> assertThat(fact.isWell()).as(fact.detail()).isTrue());
    assertThat(facts)
        .extracting(Fact::detail)
        .anySatisfy(detail -> assertThat(detail).contains("1 waiting, 1 hidden, 0 given up"))
        .anySatisfy(detail -> assertThat(detail).contains("sync_interval: always"));
  }
}
