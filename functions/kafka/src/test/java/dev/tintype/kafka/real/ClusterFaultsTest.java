package dev.tintype.kafka.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.kafka.TestBroker;
import dev.tintype.kafka.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One of three brokers is killed while messages are sent and received.
class ClusterFaultsTest {

  private static final Duration LONG = Duration.ofMinutes(2);

  private final Queues queues = new Queues();

  @AfterEach
  void close() {
    queues.close();
  }

  @Test
  void theOthersGoOnAndLoseNothingWhenTheLeaderIsKilled() throws Exception {
    try (TestCluster cluster = new TestCluster(Queues.folder("leader")).start()) {
      String address = Queues.prepared(cluster);
      String fresh = Queues.topic(address) + "-fresh";
      try (LoadThroughFaults load = new LoadThroughFaults(queues, address)) {
        for (int kill = 0; kill < 3; kill++) {
          load.awaitReceived(50, LONG);
          TestBroker leader = cluster.leader(fresh);
          leader.kill();
          long killed = System.nanoTime();
          load.awaitReceived(50, LONG);
          System.out.println(
              (System.nanoTime() - killed) / 1_000_000 + " ms until 50 messages without it");
          assertThat(leader.isAlive()).isFalse();
          leader.start();
          awaitAll(cluster, fresh);
        }
        assertThat(load.lost(LONG)).isEmpty();
        queues.close();
      }
    }
  }

  private static void awaitAll(TestCluster cluster, String topic) throws Exception {
    long end = System.nanoTime() + LONG.toNanos();
    while (cluster.inSync(topic) < 3) {
      assertThat(System.nanoTime() - end).as("the broker catches up").isNegative();
      Thread.sleep(200);
    }
  }
}
