package dev.tintype.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import java.net.SocketTimeoutException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.exceptions.JedisClusterOperationException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

class RedisErrorsTest {

  private static final RedisAddress ADDRESS = RedisAddress.parse("redis://host", Map.of());
  private static final RedisAddress SENTINELS =
      RedisAddress.parse("redis://host?sentinel=main", Map.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OOM command not allowed when used memory > 'maxmemory'. | no memory left",
        "MISCONF Errors writing to the AOF file: No space left on device | cannot write its file",
        "READONLY You can't write against a read only replica. | is a replica and takes no writes",
        "-READONLY You can't write against a read only replica. | is a replica",
        "LOADING Redis is loading the dataset in memory | still reads its file",
        "MASTERDOWN Link with MASTER is down | has lost its primary",
        "NOREPLICAS Not enough good replicas to write. | too few replicas",
        "CLUSTERDOWN Hash slot not served | part of the cluster is down",
        "TRYAGAIN Multiple keys request during rehashing of slot | is moving the keys",
        "WRONGPASS invalid username-password pair or user is disabled. | refuses user or password",
        "NOAUTH Authentication required. | wants a password",
        "NOPERM this user has no permissions | lacks a right",
        "WRONGTYPE Operation against a key holding the wrong kind of value | another program",
        "ERR max number of clients reached | max number of clients reached",
      })
  void aRefusalIsExplained(String said, String sentence) {
    assertThat(RedisErrors.unavailable("sending a message", new JedisDataException(said)))
        .hasMessageContaining("Redis, sending a message: ")
        .hasMessageContaining(sentence)
        .hasMessageContaining(said);
  }

  @Test
  void onlyTheFirstWordIsTheCode() {
    assertThat(RedisErrors.code(new JedisDataException("ERR in a script: -OOM no")))
        .isEqualTo("ERR");
    assertThat(RedisErrors.code(new JedisDataException("Something else"))).isEmpty();
    assertThat(RedisErrors.code(new JedisConnectionException("OOM"))).isEmpty();
  }

  @Test
  void aBrokenConnectionAndALostPrimaryAskForAnotherConnection() {
    assertThat(RedisErrors.isOfTheConnection(new JedisConnectionException("end"))).isTrue();
    assertThat(RedisErrors.isOfTheConnection(new JedisDataException("READONLY no"))).isTrue();
    assertThat(RedisErrors.isOfTheConnection(new JedisDataException("UNBLOCKED no"))).isTrue();
    assertThat(RedisErrors.isOfTheConnection(new JedisDataException("OOM no"))).isFalse();
    assertThat(RedisErrors.isOfTheConnection(new JedisDataException("LOADING no"))).isFalse();
  }

  @Test
  void afterATimeoutOrTheTriesOfAClusterNothingIsTriedAgain() {
    assertThat(
            RedisErrors.isTriedEnough(
                new JedisConnectionException(new SocketTimeoutException("10"))))
        .isTrue();
    assertThat(RedisErrors.isTriedEnough(new JedisClusterOperationException("no more"))).isTrue();
    assertThat(RedisErrors.isTriedEnough(new JedisConnectionException("end"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"NOAUTH x", "WRONGPASS x", "NOPERM x", "DENIED x", "WRONGTYPE x"})
  void whatOnlyTheOperatorCanCureIsAnInvalidAddress(String said) {
    assertThat(RedisErrors.refusal(ADDRESS, new JedisDataException(said)))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("was refused by the server: ");
  }

  @Test
  void whatTimeMayCureIsNoInvalidAddress() {
    assertThat(RedisErrors.refusal(ADDRESS, new JedisDataException("LOADING x")))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(RedisErrors.refusal(SENTINELS, new JedisConnectionException("all are down")))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("host:26379");
  }

  @Test
  void aNameThatNoSentinelKnowsIsAnInvalidAddress() {
    assertThat(RedisErrors.refusal(SENTINELS, new JedisException("not monitored")))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("names a primary that no Sentinel knows");
  }

  @Test
  void aPasswordThatCannotBeReadIsNamedItself() {
    StoreUnavailable unreadable = new StoreUnavailable("no file");
    assertThat(RedisErrors.unavailable("x", new JedisException(unreadable))).isSameAs(unreadable);
  }
}
