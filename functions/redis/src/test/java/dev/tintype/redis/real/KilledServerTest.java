package dev.tintype.redis.real;

import static dev.tintype.redis.real.TestMessages.HIDDEN;
import static dev.tintype.redis.real.TestMessages.NOW;
import static dev.tintype.redis.real.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Opening;
import dev.tintype.redis.TestQueues;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed while messages are sent and received.
class KilledServerTest {

  @TempDir private Path folder;

  private static void killTimes(int kills, TestBroker broker, Traffic traffic) throws Exception {
    for (int kill = 0; kill < kills; kill++) {
      traffic.passes(30);
      broker.kill();
      broker.start();
    }
    traffic.passes(30);
  }

  @Test
  void aKillLosesNothingThatWasAnswered() throws Exception {
    try (TestBroker broker = TestBroker.start(folder);
        Opening opening = TestQueues.opening();
        Traffic traffic = new Traffic(TestQueues.open(broker.address(), 50, opening))) {
      killTimes(20, broker, traffic);
      traffic.finish();
      System.out.println("20 kills, appendfsync always: " + traffic);
      assertThat(traffic.lost()).isEmpty();
      assertThat(traffic.cameBack()).isEmpty();
    }
  }

  /// While a sync runs, the server keeps what it answers in its memory. What a kill loses comes
  /// when it is sent again; messages that were acknowledged may come again.
  @Test
  void aKillMayLoseTheLastSecondsOfAServerThatSyncsEachSecond() throws Exception {
    try (TestBroker broker = TestBroker.start(folder, "--appendfsync", "everysec");
        Opening opening = TestQueues.opening()) {
      JobQueue queue = TestQueues.open(broker.address(), 50, opening);
      try (Traffic traffic = new Traffic(queue)) {
        killTimes(20, broker, traffic);
        traffic.finishEmpty();
        System.out.println("20 kills, appendfsync everysec: " + traffic);
        traffic.sendAgain();
        traffic.finish();
        assertThat(traffic.lost()).isEmpty();
      }
    }
  }

  @Test
  void withoutAnAppendOnlyFileWhatIsLostIsFoundAgainByWhoSendsItAgain() throws Exception {
    try (TestBroker broker = TestBroker.start(folder, "--appendonly", "no");
        Opening opening = TestQueues.opening()) {
      JobQueue queue = TestQueues.open(broker.address(), 50, opening);
      queue.send(message(1), NOW);
      broker.kill();
      broker.start();
      assertThat(queue.depth().visible()).isZero();
      queue.send(message(1), NOW);
      assertThat(TestMessages.drain(queue)).containsExactly(message(1).json());
    }
  }

  @Test
  void aDeliveryOutlivesTheServerThatGaveIt() throws Exception {
    try (TestBroker broker = TestBroker.start(folder);
        Opening opening = TestQueues.opening()) {
      JobQueue queue = TestQueues.open(broker.address(), 50, opening);
      queue.send(message(1), NOW);
      Delivery ours = queue.receive(NOW, HIDDEN).orElseThrow();
      broker.kill();
      assertThatThrownBy(() -> queue.extend(ours, HIDDEN))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("Redis, hiding a message");
      broker.start();
      assertThat(queue.extend(ours, HIDDEN)).isTrue();
      assertThat(TestMessages.next(queue)).isEmpty();
      queue.acknowledge(ours);
      assertThat(queue.depth().hidden()).isZero();
    }
  }

  /// Each connection that was idle during a restart is broken, and the client finds out one by one.
  @Test
  void theFirstSendAfterARestartIsAnswered() throws Exception {
    try (TestBroker broker = TestBroker.start(folder);
        Opening opening = TestQueues.opening()) {
      JobQueue queue = TestQueues.open(broker.address(), 50, opening);
      dev.tintype.core.port.Race.of(
          8,
          i ->
              () -> {
                queue.send(message(i), NOW);
                return true;
              });
      for (int restart = 0; restart < 3; restart++) {
        broker.kill();
        broker.start();
        queue.send(message(100 + restart), NOW);
        queue.depth();
      }
      assertThat(TestMessages.drain(queue)).hasSize(11);
    }
  }
}
