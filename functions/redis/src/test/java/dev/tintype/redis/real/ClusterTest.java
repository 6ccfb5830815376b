package dev.tintype.redis.real;

import static dev.tintype.redis.real.TestMessages.HIDDEN;
import static dev.tintype.redis.real.TestMessages.NOW;
import static dev.tintype.redis.real.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.redis.TestQueues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.params.MigrateParams;
import redis.clients.jedis.util.JedisClusterCRC16;

/// A cluster of three primaries, of which the one that has the queue has a replica.
class ClusterTest {

  private static final int SLOTS = 16_384;
  private static final int SLOT = JedisClusterCRC16.getSlot("{tintype}:fresh");

  @TempDir private Path folder;
  private final List<TestBroker> nodes = new ArrayList<>();
  private Opening opening;

  @BeforeEach
  void start() throws Exception {
    for (int i = 0; i < 4; i++) {
      nodes.add(
          TestBroker.node(
              folder.resolve("node-" + i),
              "--cluster-enabled",
              "yes",
              "--cluster-node-timeout",
              "1500"));
    }
    for (int i = 0; i < 3; i++) {
      int[] slots = java.util.stream.IntStream.range(SLOTS * i / 3, SLOTS * (i + 1) / 3).toArray();
      try (Jedis admin = nodes.get(i).admin()) {
        admin.clusterAddSlots(slots);
        admin.sendCommand(Protocol.Command.CLUSTER, "SET-CONFIG-EPOCH", Integer.toString(i + 1));
      }
    }
    for (TestBroker node : nodes) {
      try (Jedis admin = nodes.getFirst().admin()) {
        admin.clusterMeet("127.0.0.1", node.port());
      }
    }
    TestBroker.await("nodes that know each other", () -> nodes.stream().allMatch(this::knowsAll));
    try (Jedis admin = nodes.getLast().admin()) {
      admin.clusterReplicate(id(nodes.get(owner())));
    }
    TestBroker.await("a cluster", () -> nodes.stream().allMatch(ClusterTest::isWell));
    TestBroker.await(
        "a replica",
        () -> {
          try (Jedis admin = nodes.getLast().admin()) {
            return admin.info("replication").contains("master_link_status:up");
          }
        });
    opening = TestQueues.opening();
  }

  @AfterEach
  void stop() {
    opening.close();
    nodes.forEach(TestBroker::close);
  }

  private static int owner() {
    return (SLOT * 3 + 2) / SLOTS;
  }

  private boolean knowsAll(TestBroker node) {
    try (Jedis admin = node.admin()) {
      return admin.clusterInfo().contains("cluster_known_nodes:" + nodes.size());
    }
  }

  private static boolean isWell(TestBroker node) {
    try (Jedis admin = node.admin()) {
      return admin.clusterInfo().contains("cluster_state:ok");
    }
  }

  private static String id(TestBroker node) {
    try (Jedis admin = node.admin()) {
      return admin.clusterMyId();
    }
  }

  private String address() {
    return nodes.stream()
        .map(TestBroker::hostAndPort)
        .collect(Collectors.joining(",", "redis://", "?cluster=true"));
  }

  @Test
  void everyOperationWorksInACluster() throws Exception {
    JobQueue queue = TestQueues.open(address(), 50, opening);
    for (int number = 1; number <= 3; number++) {
      queue.send(message(number), NOW);
    }
    Delivery first = TestMessages.next(queue).orElseThrow();
    assertThat(queue.extend(first, HIDDEN)).isTrue();
    queue.retryLater(first, java.time.Duration.ofMillis(10));
    queue.deadLetter(TestMessages.next(queue).orElseThrow(), "why");
    assertThat(queue.redrive(queue.deadLetters(1).getFirst())).isTrue();
    assertThat(queue.receive(TestMessages.PATIENT, HIDDEN)).isPresent();
    assertThat(queue.receive(TestMessages.PATIENT, HIDDEN)).isPresent();
    assertThat(queue.receive(TestMessages.PATIENT, HIDDEN)).isPresent();
    assertThat(queue.receive(java.time.Duration.ofMillis(100), HIDDEN)).isEmpty();
    assertThat(queue.depth()).isEqualTo(new JobQueue.Depth(0, 3, 0));
    List<Fact> facts = TestQueues.provider("X", "").examine(address());
    assertThat(facts.toString())
        .contains(nodes.get(owner()).hostAndPort(), "a node of a cluster", "a failover may lose");
    assertThat(opening.complaint()).isEmpty();
  }

  @Test
  void aNodeMustBeNamedAsOne() {
    assertThatThrownBy(() -> TestQueues.open(nodes.getFirst().address(), 50, opening))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("leads to a node of a cluster: add cluster=true");
  }

  @Test
  void trafficGoesOnWithTheReplicaOfANodeThatIsKilled() throws Exception {
    try (Traffic traffic = new Traffic(TestQueues.open(address(), 50, opening))) {
      traffic.passes(50);
      nodes.get(owner()).kill();
      traffic.passes(200);
      traffic.finishEmpty();
      System.out.println("a node of a cluster killed: " + traffic);
      // What the copy had not read yet is lost, until it is sent again.
      traffic.sendAgain();
      traffic.finish();
      assertThat(traffic.lost()).isEmpty();
    }
  }

  /// The slot of the queue is moved to another node, key by key, while messages are sent.
  @Test
  void trafficGoesOnWhileTheQueueIsMovedToAnotherNode() throws Exception {
    TestBroker from = nodes.get(owner());
    TestBroker to = nodes.get((owner() + 1) % 3);
    try (Traffic traffic = new Traffic(TestQueues.open(address(), 50, opening));
        Jedis source = from.admin();
        Jedis target = to.admin()) {
      traffic.passes(50);
      target.clusterSetSlotImporting(SLOT, id(from));
      source.clusterSetSlotMigrating(SLOT, id(to));
      List<String> keys = source.clusterGetKeysInSlot(SLOT, 100);
      while (!keys.isEmpty()) {
        source.migrate(
            "127.0.0.1", to.port(), 5_000, new MigrateParams(), keys.toArray(String[]::new));
        keys = source.clusterGetKeysInSlot(SLOT, 100);
      }
      target.clusterSetSlotNode(SLOT, id(to));
      source.clusterSetSlotNode(SLOT, id(to));
      traffic.passes(100);
      traffic.finish();
      System.out.println("the queue moved to another node: " + traffic);
      assertThat(traffic.received()).containsAll(traffic.sent());
    }
  }
}
