package dev.tintype.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.state.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaAddressTest {

  @Test
  void everyPartIsRead() {
    KafkaAddress address =
        KafkaAddress.parse(
            "kafka://images@one.example,two.example:9094?topic=shop&replicas=2&sasl=scram-sha-512"
                + "&password-file=/p&tls=true&ca-file=/c");
    assertThat(address.servers()).isEqualTo("one.example:9092,two.example:9094");
    assertThat(address.topic(Lane.FRESH)).isEqualTo("shop-fresh");
    assertThat(address.topic(Lane.BULK)).isEqualTo("shop-bulk");
    assertThat(address.deadTopic()).isEqualTo("dlq.shop");
    assertThat(address.replicas()).contains(2);
    assertThat(address.sasl()).contains(Sasl.SCRAM_SHA_512);
  }

  @Test
  void aHostSuffices() {
    KafkaAddress address = KafkaAddress.parse("kafka://broker.example");
    assertThat(address.servers()).isEqualTo("broker.example:9092");
    assertThat(address.topic(Lane.FRESH)).isEqualTo("tintype-fresh");
    assertThat(address.deadTopic()).isEqualTo("dlq.tintype");
    assertThat(address.replicas()).isEmpty();
    assertThat(address.sasl()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka: | names no server: write kafka://",
        "kafka:host | is kafka://USER@HOST:PORT",
        "kafka://h/topic | the topic is a parameter",
        "kafka://h?topic=a%20b | has the topic 'a b'",
        "kafka://h?replicas=0 | no number from 1 to 9",
        "kafka://h?partitions=3 | unknown parameter 'partitions'",
        "kafka://u@h | names a user, which needs sasl=plain|",
        "kafka://h?sasl=plain | has sasl=, but names no user",
        "kafka://u@h?sasl=gssapi | has sasl=gssapi, which is none of plain, scram-sha-256",
      })
  void whatIsWrongIsNamed(String address, String problem) {
    assertThatThrownBy(() -> KafkaAddress.parse(address))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining(problem);
  }

  @Test
  void aPasswordInTheAddressIsRefusedAndNotShown() {
    assertThatThrownBy(() -> KafkaAddress.parse("kafka://u:secret@h?sasl=plain"))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("password-file=FILE")
        .hasMessageNotContaining("secret");
  }
}
