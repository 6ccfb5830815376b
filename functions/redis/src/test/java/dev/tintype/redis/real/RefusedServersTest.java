package dev.tintype.redis.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.redis.RedisProvider;
import dev.tintype.redis.TestQueues;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/// What a server must be, and what `tintype doctor` tells of it.
class RefusedServersTest {

  @TempDir private static Path folder;
  private static TestBroker broker;

  private final RedisProvider provider = TestQueues.provider("X", "");
  private Opening opening;
  private Jedis admin;

  @BeforeAll
  static void start() throws Exception {
    broker = TestBroker.start(folder.resolve("data"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void open() {
    opening = TestQueues.opening();
    admin = broker.admin();
    admin.configSet("maxmemory-policy", "noeviction");
    admin.configSet("appendfsync", "always");
  }

  @AfterEach
  void close() {
    opening.close();
    admin.close();
  }

  private void isRefused(String address, String problem) {
    assertThatThrownBy(() -> provider.queue(address, opening))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining(problem);
    assertThatThrownBy(() -> provider.examine(address)).isInstanceOf(InvalidAddress.class);
  }

  private Fact fact(String name) {
    return provider.examine(broker.address()).stream()
        .filter(fact -> fact.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aServerThatThrowsKeysAwayIsRefused() {
    admin.configSet("maxmemory-policy", "allkeys-lru");
    isRefused(broker.address(), "maxmemory-policy allkeys-lru, which may throw messages away");
  }

  @Test
  void aServerThatIsNoClusterIsRefusedAsOne() {
    isRefused(broker.address() + "?cluster=true", "not part of a cluster");
  }

  @Test
  void aServerThatIsNoSentinelIsUnavailableAsOne() {
    assertThatThrownBy(() -> provider.queue(broker.address() + "?sentinel=main", opening))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining(broker.hostAndPort());
  }

  @Test
  void aDatabaseThatIsNotThereIsTold() {
    assertThatThrownBy(() -> provider.queue(broker.address() + "/99", opening))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("DB index is out of range");
  }

  @Test
  void aReplicaIsUnavailable() throws Exception {
    try (TestBroker replica =
        TestBroker.start(
            folder.resolve("replica"),
            "--replicaof",
            "127.0.0.1",
            Integer.toString(broker.port()))) {
      assertThatThrownBy(() -> provider.queue(replica.address(), opening))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("is a replica and takes no writes");
      TestBroker.await(
          "a replica", () -> fact("queue replicas").detail().contains("a failover may lose"));
    }
  }

  @Test
  void doctorTellsHowSafeAnsweredMessagesAre() {
    assertThat(provider.examine(broker.address())).allMatch(Fact::isWell);
    assertThat(fact("queue server").detail()).contains(broker.hostAndPort());
    admin.configSet("appendfsync", "everysec");
    assertThat(fact("queue durability").detail()).contains("appendfsync is everysec");
    assertThat(fact("queue durability").isWell()).isFalse();
    admin.configSet("appendfsync", "no");
    assertThat(fact("queue durability").detail()).contains("appendfsync is no");
  }

  @Test
  void doctorTellsOfAMissingAppendOnlyFileAndOfMemory() throws Exception {
    try (TestBroker other =
        TestBroker.start(folder.resolve("other"), "--appendonly", "no", "--maxmemory", "100mb")) {
      List<Fact> facts = provider.examine(other.address());
      assertThat(facts.toString()).contains("appendonly is no", "% of maxmemory are used");
      provider.queue(other.address(), opening);
      assertThat(opening.complaint()).isEmpty();
      other.kill();
      assertThat(opening.complaint().orElseThrow()).contains("does not answer");
    }
  }
}
