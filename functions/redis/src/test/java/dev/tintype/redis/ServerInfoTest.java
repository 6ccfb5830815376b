package dev.tintype.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.provider.ServerAddress.HostPort;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerInfoTest {

  static final String SOUND =
      """
      # Server\r
      redis_version:7.0.15\r
      redis_mode:standalone\r
      # Memory\r
      used_memory:1000\r
      maxmemory:0\r
      maxmemory_policy:noeviction\r
      # Persistence\r
      aof_enabled:1\r
      aof_last_write_status:ok\r
      # Replication\r
      role:master\r
      connected_slaves:0\r
      """;

  /// @param changes fields to other values
  static ServerInfo info(Map<String, String> changes) {
    StringBuilder text = new StringBuilder(SOUND);
    changes.forEach((name, value) -> text.append(name).append(':').append(value).append("\r\n"));
    return ServerInfo.of(new HostPort("host", 6379), text.toString());
  }

  @Test
  void aSoundServerHasNoProblem() {
    ServerInfo info = info(Map.of());
    assertThat(info.problem(Topology.SERVER)).isEmpty();
    assertThat(info.problem(Topology.SENTINEL)).isEmpty();
    assertThat(info.name()).isEqualTo("Redis 7.0.15 at host:6379");
    assertThat(info.knowsMarks()).isTrue();
    assertThat(info.isReplica()).isFalse();
    assertThat(info.isAppending()).isTrue();
    assertThat(info.number("used_memory")).contains(1000L);
    assertThat(info.number("redis_version")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "6.0.16, leads to Redis 6.0.16 at host:6379, false",
    "6.2.0, , false",
    "7.2.4, , true",
    "10.0.1, , true",
    "unknown, leads to Redis unknown, false",
  })
  void theVersionDecides(String version, String problem, boolean knowsMarks) {
    ServerInfo info = info(Map.of("redis_version", version));
    if (problem == null) {
      assertThat(info.problem(Topology.SERVER)).isEmpty();
    } else {
      assertThat(info.problem(Topology.SERVER).orElseThrow()).startsWith(problem);
    }
    assertThat(info.knowsMarks()).isEqualTo(knowsMarks);
  }

  @Test
  void valkeyIsNamedAsSuch() {
    ServerInfo info = info(Map.of("redis_version", "7.2.4", "valkey_version", "9.1.2"));
    assertThat(info.name()).isEqualTo("Valkey 9.1.2 at host:6379");
    assertThat(info.problem(Topology.SERVER)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"allkeys-lru", "volatile-ttl", "volatile-lru"})
  void aServerThatMayThrowMessagesAwayIsRefused(String policy) {
    assertThat(info(Map.of("maxmemory_policy", policy)).problem(Topology.SERVER).orElseThrow())
        .contains("maxmemory-policy " + policy, "set it to noeviction");
  }

  @Test
  void aServerThatDoesNotTellItsPolicyIsNotRefused() {
    assertThat(info(Map.of("maxmemory_policy", "")).problem(Topology.SERVER)).isEmpty();
  }

  @Test
  void whatTheHostsAreMustBeSaid() {
    assertThat(info(Map.of("redis_mode", "cluster")).problem(Topology.SERVER).orElseThrow())
        .contains("add cluster=true");
    assertThat(info(Map.of("redis_mode", "cluster")).problem(Topology.CLUSTER)).isEmpty();
    assertThat(info(Map.of()).problem(Topology.CLUSTER).orElseThrow())
        .contains("not part of a cluster");
    assertThat(info(Map.of("redis_mode", "sentinel")).problem(Topology.SERVER).orElseThrow())
        .contains("add sentinel=NAME");
  }

  @Test
  void valkeyHasItsOwnNameForTheMode() {
    ServerInfo node =
        ServerInfo.of(
            new HostPort("host", 6379),
            SOUND.replace("redis_mode:standalone", "server_mode:cluster"));
    assertThat(node.isClusterNode()).isTrue();
    assertThat(node.problem(Topology.CLUSTER)).isEmpty();
  }

  @Test
  void aReplicaIsKnown() {
    assertThat(info(Map.of("role", "slave")).isReplica()).isTrue();
  }
}
