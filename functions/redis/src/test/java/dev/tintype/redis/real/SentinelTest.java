package dev.tintype.redis.real;

import static dev.tintype.redis.real.TestMessages.NOW;
import static dev.tintype.redis.real.TestMessages.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.JobQueue;
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
import redis.clients.jedis.exceptions.JedisConnectionException;

/// Three Sentinels, a primary and two replicas.
class SentinelTest {

  @TempDir private Path folder;
  private final List<TestBroker> servers = new ArrayList<>();
  private final List<TestBroker> sentinels = new ArrayList<>();
  private Opening opening;

  @BeforeEach
  void start() throws Exception {
    servers.add(TestBroker.start(folder.resolve("server-0")));
    int primary = servers.getFirst().port();
    for (int i = 1; i < 3; i++) {
      servers.add(
          TestBroker.start(
              folder.resolve("server-" + i),
              "--replicaof",
              "127.0.0.1",
              Integer.toString(primary)));
    }
    String configuration =
        """
        sentinel monitor main 127.0.0.1 %d 2
        sentinel down-after-milliseconds main 1000
        sentinel failover-timeout main 3000
        """
            .formatted(primary);
    for (int i = 0; i < 3; i++) {
      sentinels.add(TestBroker.sentinel(folder.resolve("sentinel-" + i), configuration));
    }
    for (TestBroker sentinel : sentinels) {
      TestBroker.await(
          "Sentinels and replicas that know each other",
          () -> {
            try (Jedis admin = sentinel.admin()) {
              return admin.sentinelSentinels("main").size() == 2
                  && admin.sentinelReplicas("main").stream()
                          .filter(replica -> replica.get("flags").equals("slave"))
                          .count()
                      == 2;
            }
          });
    }
    for (TestBroker replica : servers.subList(1, 3)) {
      TestBroker.await("a copy", () -> isReplica(replica));
    }
    opening = TestQueues.opening();
  }

  @AfterEach
  void stop() {
    opening.close();
    sentinels.forEach(TestBroker::close);
    servers.forEach(TestBroker::close);
  }

  private String address(String name) {
    return sentinels.stream()
        .map(TestBroker::hostAndPort)
        .collect(Collectors.joining(",", "redis://", "?sentinel=" + name));
  }

  private TestBroker primary() {
    try (Jedis admin = sentinels.getLast().admin()) {
      int port = Integer.parseInt(admin.sentinelGetMasterAddrByName("main").getLast());
      return servers.stream().filter(server -> server.port() == port).findFirst().orElseThrow();
    }
  }

  @Test
  void trafficGoesOnWithTheNextPrimary() throws Exception {
    try (Traffic traffic = new Traffic(TestQueues.open(address("main"), 50, opening))) {
      for (int failover = 0; failover < 2; failover++) {
        traffic.passes(50);
        TestBroker killed = primary();
        killed.kill();
        TestBroker.await("another primary", () -> primary() != killed);
        traffic.passes(200);
        killed.start();
        TestBroker.await("its return", () -> isReplica(killed));
      }
      traffic.finishEmpty();
      System.out.println("2 failovers by Sentinels: " + traffic);
      // What the copy had not read yet is lost, until it is sent again.
      traffic.sendAgain();
      traffic.finish();
      assertThat(traffic.lost()).isEmpty();
    }
  }

  private static boolean isReplica(TestBroker server) {
    try (Jedis admin = server.admin()) {
      return admin.info("replication").contains("master_link_status:up");
    } catch (JedisConnectionException _) {
      // A Sentinel ends the connections of a server that it makes a replica.
      return false;
    }
  }

  /// The old primary lives on as a replica.
  @Test
  void aPrimaryThatIsReplacedAliveIsLeft() throws Exception {
    JobQueue queue = TestQueues.open(address("main"), 50, opening);
    queue.send(message(1), NOW);
    TestBroker old = primary();
    try (Jedis admin = sentinels.getFirst().admin()) {
      admin.sentinelFailover("main");
    }
    TestBroker.await("a replica", () -> isReplica(old));
    TestBroker.await("a send", () -> TestMessages.isSent(queue, 2));
    assertThat(TestMessages.drain(queue)).contains(message(2).json());
  }

  @Test
  void sentinelsThatAreDownAreNotNeededOneByOne() throws Exception {
    sentinels.getFirst().kill();
    JobQueue queue = TestQueues.open(address("main"), 50, opening);
    sentinels.get(1).kill();
    queue.send(message(1), NOW);
    servers.getFirst().kill();
    assertThat(TestMessages.isSent(queue, 2)).isFalse();
    servers.getFirst().start();
    TestBroker.await("a send", () -> TestMessages.isSent(queue, 2));
  }

  @Test
  void aNameThatNoSentinelKnowsIsRefused() {
    assertThatThrownBy(() -> TestQueues.open(address("other"), 50, opening))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("names a primary that no Sentinel knows");
  }

  @Test
  void aSentinelIsNoServer() {
    assertThatThrownBy(() -> TestQueues.open(sentinels.getFirst().address(), 50, opening))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("leads to a Sentinel: add sentinel=NAME");
  }
}
