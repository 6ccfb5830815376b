package dev.tintype.kafka.real;

import dev.tintype.kafka.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract on three brokers.
class ClusterContractTest extends KafkaContractTest {

  private static TestCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new TestCluster(Queues.folder("cluster")).start();
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Override
  String address() {
    return Queues.prepared(cluster);
  }
}
