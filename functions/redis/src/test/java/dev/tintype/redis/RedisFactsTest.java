package dev.tintype.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.provider.Fact;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `tintype doctor` makes of what a server tells.
class RedisFactsTest {

  private static Fact fact(String name, Map<String, String> changes, Optional<String> appendFsync) {
    RedisFacts facts =
        new RedisFacts(
            ServerInfoTest.info(changes), appendFsync, Optional.of("1"), new Depth(3, 2, 1));
    return facts.all().stream().filter(fact -> fact.name().equals(name)).findFirst().orElseThrow();
  }

  private static Fact fact(String name, Map<String, String> changes) {
    return fact(name, changes, Optional.of("always"));
  }

  @Test
  void aSoundServerIsToldWithItsMessages() {
    assertThat(fact("queue server", Map.of()))
        .isEqualTo(new Fact("queue server", true, "Redis 7.0.15 at host:6379"));
    assertThat(fact("queue", Map.of()).detail())
        .isEqualTo("3 messages wait, 2 are hidden, 1 were given up");
    assertThat(fact("queue durability", Map.of()).isWell()).isTrue();
    assertThat(fact("queue memory", Map.of()).detail()).contains("no limit of its own");
  }

  @ParameterizedTest
  @CsvSource({"always, true", "everysec, false", "no, false"})
  void whatACrashLosesDependsOnAppendFsync(String value, boolean isWell) {
    assertThat(fact("queue durability", Map.of(), Optional.of(value)).isWell()).isEqualTo(isWell);
  }

  @Test
  void aServerThatDoesNotTellItsSettingsIsNotWarnedOf() {
    Fact told = fact("queue durability", Map.of(), Optional.empty());
    assertThat(told.isWell()).isTrue();
    assertThat(told.detail()).contains("does not tell appendfsync");
  }

  @Test
  void aServerWithoutAnAppendOnlyFileIsAWarning() {
    Fact told = fact("queue durability", Map.of("aof_enabled", "0"));
    assertThat(told.isWell()).isFalse();
    assertThat(told.detail()).contains("set appendonly to yes");
  }

  @Test
  void aFullDiskIsAWarning() {
    assertThat(fact("queue durability", Map.of("aof_last_write_status", "err")).detail())
        .contains("make room");
  }

  @ParameterizedTest
  @CsvSource({"899, true", "900, false", "2000, false"})
  void aNearlyFullServerIsAWarning(String used, boolean isWell) {
    Fact told = fact("queue memory", Map.of("used_memory", used, "maxmemory", "1000"));
    assertThat(told.isWell()).isEqualTo(isWell);
    assertThat(told.detail()).contains("% of maxmemory are used");
  }

  @Test
  void replicasMeanThatAFailoverMayLoseMessages() {
    assertThat(fact("queue replicas", Map.of()).detail()).contains("none");
    assertThat(fact("queue replicas", Map.of("connected_slaves", "2")).detail())
        .contains("2, min-replicas-to-write is 1", "a failover may lose");
  }
}
