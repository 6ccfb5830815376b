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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/// A primary with one replica, without Sentinels: an operator promotes the replica.
class FailoverTest {

  @TempDir private Path folder;
  private TestBroker primary;
  private TestBroker replica;
  private BreakableWire between;
  private Opening opening;

  @BeforeEach
  void start() throws Exception {
    primary = TestBroker.start(folder.resolve("primary"));
    between = new BreakableWire(primary.port());
    replica =
        TestBroker.start(
            folder.resolve("replica"),
            "--replicaof",
            "127.0.0.1",
            Integer.toString(between.port()));
    opening = TestQueues.opening();
    awaitCopy();
  }

  @AfterEach
  void stop() throws Exception {
    opening.close();
    between.close();
    replica.close();
    primary.close();
  }

  /// Waits until the replica has everything.
  private void awaitCopy() throws InterruptedException {
    TestBroker.await(
        "a copy",
        () -> {
          try (Jedis admin = primary.admin()) {
            admin.set("mark", "x");
            return admin.waitReplicas(1, 1_000) == 1;
          }
        });
  }

  private void promote() {
    try (Jedis admin = replica.admin()) {
      admin.replicaofNoOne();
    }
  }

  /// What docs/redis.md says of a failover. The sweeper sends a version again that no message is
  /// about; here the test does.
  @Test
  void aFailoverLosesWhatTheReplicaHadNotReadYetUntilItIsSentAgain() throws Exception {
    JobQueue before = TestQueues.open(primary.address(), 50, opening);
    before.send(message(1), NOW);
    before.send(message(2), NOW);
    Delivery first = TestMessages.next(before).orElseThrow();
    awaitCopy();
    between.silence();
    before.send(message(3), NOW);
    before.acknowledge(first);
    primary.kill();
    between.cut();
    promote();
    JobQueue after = TestQueues.open(replica.address(), 50, opening);
    // The send is lost, and the acknowledged message comes again when its time is over.
    assertThat(after.depth()).isEqualTo(new JobQueue.Depth(1, 1, 0));
    assertThat(TestMessages.drain(after)).containsExactly(message(2).json());
    after.send(message(3), NOW);
    assertThat(TestMessages.drain(after)).containsExactly(message(3).json());
    after.acknowledge(first);
    assertThat(after.depth()).isEqualTo(new JobQueue.Depth(0, 0, 0));
  }

  @Test
  void aServerThatBecomesAReplicaTakesNoMessages() throws Exception {
    JobQueue queue = TestQueues.open(primary.address(), 50, opening);
    queue.send(message(1), NOW);
    Delivery ours = TestMessages.next(queue).orElseThrow();
    awaitCopy();
    promote();
    try (Jedis admin = primary.admin()) {
      admin.replicaof("127.0.0.1", replica.port());
      assertThatThrownBy(() -> queue.send(message(2), NOW))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("is a replica and takes no writes");
      assertThatThrownBy(() -> queue.acknowledge(ours)).isInstanceOf(StoreUnavailable.class);
      assertThatThrownBy(() -> TestMessages.next(queue)).isInstanceOf(StoreUnavailable.class);
      TestBroker.await("a copy", () -> admin.info("replication").contains("master_link_status:up"));
      admin.replicaofNoOne();
    }
    queue.send(message(2), NOW);
    assertThat(queue.extend(ours, HIDDEN)).isTrue();
    assertThat(TestMessages.drain(queue)).containsExactly(message(2).json());
  }

  /// A name or a proxy that leads to another server after a failover: old connections stay with the
  /// old server until they are closed.
  @Test
  void anAddressThatLeadsToTheNewPrimaryIsFollowed() throws Exception {
    try (BreakableWire wire = new BreakableWire(primary.port())) {
      JobQueue queue = TestQueues.open(wire.address(), 50, opening);
      queue.send(message(1), NOW);
      awaitCopy();
      promote();
      try (Jedis admin = primary.admin()) {
        admin.replicaof("127.0.0.1", replica.port());
      }
      wire.leadTo(replica.port());
      queue.send(message(2), NOW);
      assertThat(TestMessages.drain(queue))
          .containsExactlyInAnyOrder(message(1).json(), message(2).json());
    }
  }
}
