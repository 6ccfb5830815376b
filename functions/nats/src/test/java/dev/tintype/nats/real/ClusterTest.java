package dev.tintype.nats.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.Opening;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three servers, each with every message.
class ClusterTest {

  private static final int SERVERS = 3;
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration HIDDEN = Duration.ofMinutes(2);

  @TempDir private Path folder;
  private final List<TestBroker> brokers = new ArrayList<>();
  private final Opening opening = TestQueues.opening();
  private String address;

  @BeforeEach
  void start() throws Exception {
    List<Integer> routes =
        IntStream.range(0, SERVERS).mapToObj(_ -> TestBroker.freePort()).toList();
    String all =
        routes.stream()
            .map(port -> "nats-route://127.0.0.1:" + port)
            .collect(Collectors.joining(", "));
    for (int i = 0; i < SERVERS; i++) {
      String configuration =
          TestBroker.SYNCED
              + "server_name: n%d\ncluster { name: c, listen: 127.0.0.1:%d, routes: [%s] }\n"
                  .formatted(i, routes.get(i), all);
      brokers.add(TestBroker.prepare(folder.resolve("n" + i), configuration));
    }
    for (TestBroker broker : brokers) {
      broker.restart();
    }
    address =
        "nats://"
            + brokers.stream().map(TestBroker::hostAndPort).collect(Collectors.joining(","))
            + "?stream=three&replicas=3";
    TestQueues.prepare(address);
  }

  @AfterEach
  void end() {
    opening.close();
    brokers.forEach(TestBroker::close);
  }

  @Test
  void nothingIsLostWhileOneServerAfterTheOtherIsKilled() throws Exception {
    try (Load load = new Load(TestQueues.open(address, opening), 2)) {
      for (TestBroker broker : brokers) {
        load.goOn(100);
        broker.kill();
        load.goOn(100);
        broker.restart();
        Await.until(Duration.ofMinutes(1), "all copies are current", this::isWell);
      }
      load.drain();
      System.out.println(load);
      assertThat(load.received()).containsAll(load.sent());
    }
  }

  private boolean isWell() {
    try {
      return TestQueues.provider(address).examine(address).stream().allMatch(Fact::isWell);
    } catch (StoreUnavailable _) {
      return false;
    }
  }

  @Test
  void withoutMostServersTheQueueIsUnavailableAndGoesOnAfterwards() throws Exception {
    JobQueue queue = TestQueues.open(address, opening);
    for (int number = 0; number < 20; number++) {
      queue.send(TestQueues.message(number), Duration.ZERO);
    }
    Delivery delivery = queue.receive(PATIENT, HIDDEN).orElseThrow();
    brokers.get(0).kill();
    brokers.get(1).kill();
    assertThatThrownBy(() -> queue.send(TestQueues.message(99), Duration.ZERO))
        .isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> queue.receive(PATIENT, HIDDEN)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> queue.acknowledge(delivery)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(queue::depth).isInstanceOf(StoreUnavailable.class);
    brokers.get(0).restart();
    brokers.get(1).restart();
    Await.until(Duration.ofMinutes(1), "all copies are current", this::isWell);
    Set<String> received = new HashSet<>(Set.of(delivery.body()));
    Await.until(
        Duration.ofMinutes(4),
        "everything is received",
        () -> {
          receive(queue).ifPresent(next -> received.add(next.body()));
          return IntStream.range(0, 20)
              .mapToObj(number -> TestQueues.message(number).json())
              .allMatch(received::contains);
        });
  }

  private static Optional<Delivery> receive(JobQueue queue) {
    try {
      Optional<Delivery> next = queue.receive(Duration.ofSeconds(1), HIDDEN);
      next.ifPresent(queue::acknowledge);
      return next;
    } catch (StoreUnavailable _) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// https://github.com/nats-io/nats-server/issues/8423: delayed messages of a stream with replicas
  /// disappeared when later messages were acknowledged.
  @Test
  void delayedAndHiddenMessagesSurviveAcknowledgementsAndALostServer() throws Exception {
    JobQueue queue = TestQueues.open(address, opening);
    for (int number = 0; number < 10; number++) {
      queue.send(TestQueues.message(number), Duration.ofSeconds(10));
    }
    for (int number = 10; number < 20; number++) {
      queue.send(TestQueues.message(number), Duration.ZERO);
      queue.retryLater(queue.receive(PATIENT, HIDDEN).orElseThrow(), Duration.ofSeconds(10));
    }
    for (int number = 20; number < 30; number++) {
      queue.send(TestQueues.message(number), Duration.ZERO);
      queue.acknowledge(queue.receive(PATIENT, HIDDEN).orElseThrow());
    }
    brokers.get(2).kill();
    Set<String> received = new HashSet<>();
    Await.until(
        Duration.ofMinutes(2),
        "the delayed ones are received",
        () -> {
          receive(queue).ifPresent(next -> received.add(next.body()));
          return received.size() >= 20;
        });
    assertThat(received)
        .isEqualTo(
            IntStream.range(0, 20)
                .mapToObj(number -> TestQueues.message(number).json())
                .collect(Collectors.toSet()));
  }
}
