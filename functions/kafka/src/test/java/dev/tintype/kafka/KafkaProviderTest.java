package dev.tintype.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.core.provider.ServerAccess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaProviderTest {

  private final KafkaProvider provider = new KafkaProvider(Map.of());

  private static Opening opening() {
    return new Opening(Path.of("unused"), InstantSource.system(), new SecureRandom());
  }

  @Test
  void theProviderIsFoundByItsScheme() {
    assertThat(Providers.of(QueueProvider.class, "kafka://host")).isInstanceOf(KafkaProvider.class);
  }

  @Test
  void aUserNeedsAPassword() {
    String address = "kafka://u@host?sasl=plain";
    assertThatThrownBy(() -> provider.check(address))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("needs a password")
        .hasMessageContaining(ServerAccess.PASSWORD);
    new KafkaProvider(Map.of(ServerAccess.PASSWORD, "secret")).check(address);
    provider.check(address + "&password-file=/not/read/yet");
  }

  @Test
  void aFileThatTheAddressNamesMustBeThere() {
    for (String parameters :
        new String[] {
          "u@host?sasl=plain&password-file=/not/there", "host?tls=true&ca-file=/not/there"
        }) {
      assertThatThrownBy(() -> provider.queue("kafka://" + parameters, opening()))
          .isInstanceOf(InvalidAddress.class)
          .hasMessageContaining("/not/there");
    }
  }

  /// It takes as long as the client is patient.
  @Test
  void aServerThatDoesNotAnswerIsUnavailable() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    try (Opening opening = opening()) {
      assertThatThrownBy(() -> provider.queue("kafka://127.0.0.1:" + port, opening))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("Kafka, looking at the queue");
    }
  }

  @Test
  void aNameThatNobodyKnowsIsUnavailable() {
    assertThatThrownBy(() -> provider.init("kafka://nobody.invalid"))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("nobody.invalid");
  }
}
