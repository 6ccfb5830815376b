package dev.tintype.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.provider.InvalidAddress;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisAddressTest {

  private static RedisAddress parse(String address) {
    return RedisAddress.parse(address, Map.of("TINTYPE_QUEUE_PASSWORD", "secret"));
  }

  @Test
  void everyPartIsRead() {
    RedisAddress address =
        parse(
            "redis://tin@red.example:7000/3?prefix=shop&connections=20&tls=true&password-file=/p");
    assertThat(address.topology()).isEqualTo(Topology.SERVER);
    assertThat(address.hosts()).isEqualTo("red.example:7000");
    assertThat(address.database()).isEqualTo(3);
    assertThat(address.prefix()).isEqualTo("shop");
    assertThat(address.connections()).isEqualTo(20);
    assertThat(address.access().user()).contains("tin");
    assertThat(address.access().isEncrypted()).isTrue();
    assertThat(address.access().passwordFile()).contains(Path.of("/p"));
    assertThat(address.primary()).isEmpty();
  }

  @Test
  void whatIsNotThereIsAsUsual() {
    RedisAddress address = parse("redis://red.example");
    assertThat(address.hosts()).isEqualTo("red.example:6379");
    assertThat(address.database()).isZero();
    assertThat(address.prefix()).isEqualTo("tintype");
    assertThat(address.access().user()).isEmpty();
    assertThat(address.access().currentPassword()).contains("secret");
  }

  @Test
  void severalHostsAreSentinelsOrNodesOfACluster() {
    RedisAddress sentinels = parse("redis://a,b:7,[::1]?sentinel=main&sentinel-password-file=/s");
    assertThat(sentinels.topology()).isEqualTo(Topology.SENTINEL);
    assertThat(sentinels.hosts()).isEqualTo("a:26379,b:7,[::1]:26379");
    assertThat(sentinels.primary()).contains("main");
    assertThat(sentinels.sentinelPassword()).contains(Path.of("/s"));
    RedisAddress nodes = parse("redis://a,b:7/0?cluster=true");
    assertThat(nodes.topology()).isEqualTo(Topology.CLUSTER);
    assertThat(nodes.hosts()).isEqualTo("a:6379,b:7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis: | names no host",
        "redis:host | is redis://USER@HOST:PORT/DB",
        "redis://user:geheim@host | has a password",
        "redis://:geheim@host | has a password",
        "redis://a,b | names several hosts, but does not say what they are",
        "redis://a?sentinel=x&cluster=true | has both sentinel and cluster=true",
        "redis://a?sentinel-password-file=/x | needs sentinel=NAME",
        "redis://a/jobs | has 'jobs' in the place of the database, which is a number",
        "redis://a/1?cluster=true | names database 1, but a cluster only has database 0",
        "redis://a?prefix=a%7Db | has the prefix 'a}b', which may only have",
        "redis://a?connections=1 | has connections=1, which is no number from 2 to 999",
        "redis://a?ca-file=/x | has a ca-file, which needs tls=true",
        "redis://a?timeout=3 | has an unknown parameter 'timeout'",
        "redis://a:0 | has the port 0",
      })
  void whatIsWrongIsNamed(String address, String problem) {
    assertThatThrownBy(() -> parse(address))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("geheim");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://a?password-file=/not/there, password-file that cannot be read: /not/there",
    "redis://a?tls=true&ca-file=/not/there, ca-file that cannot be read: /not/there",
    "redis://a?sentinel=m&sentinel-password-file=/not/there, sentinel-password-file that cannot",
  })
  void aFileThatTheAddressNamesMustBeThere(String address, String problem) {
    assertThatThrownBy(() -> parse(address).checkFiles())
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining(problem);
  }

  @Test
  void allKeysHaveOneHashTag() {
    Keys keys = Keys.of("shop");
    assertThat(keys.all())
        .hasSize(9)
        .doesNotHaveDuplicates()
        .allSatisfy(key -> assertThat(key).startsWith("{shop}:"))
        .contains(keys.wakeFresh(), keys.wakeBulk());
  }
}
