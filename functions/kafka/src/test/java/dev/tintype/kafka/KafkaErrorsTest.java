package dev.tintype.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class KafkaErrorsTest {

  private static final KafkaAddress ADDRESS = KafkaAddress.parse("kafka://host?topic=shop");

  private static RuntimeException refusal(Exception cause) {
    return KafkaErrors.refusal(
        ADDRESS.parts(), "looking", new ExecutionException(new KafkaException("failed", cause)));
  }

  @Test
  void atOpeningWhoeverIsRefusedHearsIt() {
    assertThat(refusal(new SaslAuthenticationException("bad")))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("kafka://host?topic=shop")
        .hasMessageContaining("the server refuses user or password: bad");
    assertThat(refusal(new TopicAuthorizationException("no")))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("the user lacks a right");
    assertThat(refusal(new UnsupportedVersionException("old")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("too old");
    assertThat(refusal(new TimeoutException("slow"))).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void laterEverythingMayBeCuredByTime() {
    assertThat(KafkaErrors.unavailable("sending", new SaslAuthenticationException("bad")))
        .hasMessage("Kafka, sending: the server refuses user or password: bad");
    assertThat(KafkaErrors.unavailable("sending", new UnknownTopicOrPartitionException("gone")))
        .hasMessageContaining("'tintype queue init'");
    assertThat(KafkaErrors.unavailable("receiving", new GroupMaxSizeReachedException("full")))
        .hasMessageContaining("group.share.max.size");
    assertThat(KafkaErrors.unavailable("sending", new KafkaException()))
        .hasMessage("Kafka, sending: KafkaException");
  }
}
