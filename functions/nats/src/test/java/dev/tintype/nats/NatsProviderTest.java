package dev.tintype.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NatsProviderTest {

  private static final String NOWHERE = "nats://127.0.0.1:1";

  private final NatsProvider provider = new NatsProvider(Map.of());

  private static Opening opening() {
    return new Opening(Path.of("unused"), InstantSource.system(), new SecureRandom());
  }

  @Test
  void theProviderIsFoundByItsScheme() {
    assertThat(Providers.of(QueueProvider.class, "nats://a")).isInstanceOf(NatsProvider.class);
    assertThatThrownBy(() -> Providers.of(QueueProvider.class, "natss://a"))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("nats://USER@HOST:PORT");
  }

  @Test
  void anAddressIsCheckedWithoutAServer() {
    provider.check(NOWHERE);
    assertThatThrownBy(() -> provider.check("nats://a?stream=*"))
        .isInstanceOf(InvalidAddress.class);
  }

  @Test
  void aServerThatDoesNotAnswerIsUnavailable() {
    assertThatThrownBy(() -> provider.queue(NOWHERE, opening()))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("NATS at 127.0.0.1:1 does not answer")
        .hasMessageContaining("refused");
    assertThatThrownBy(() -> provider.init(NOWHERE)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> provider.examine(NOWHERE)).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aServerThatIsTooOldIsRefused() throws Exception {
    for (String account : new String[] {"{\"api\":{\"total\":1}}", "{\"api\":{\"level\":1}}"}) {
      try (FakeServer server = new FakeServer(Map.of("$JS.API.INFO", account));
          Opening opening = opening()) {
        assertThatThrownBy(() -> provider.init(server.address()))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("the server is NATS 2.9.10, but NATS 2.12 or later is needed");
        assertThatThrownBy(() -> provider.queue(server.address(), opening))
            .isInstanceOf(IllegalStateException.class);
        assertThat(provider.examine(server.address()))
            .singleElement()
            .satisfies(fact -> assertThat(fact.isWell()).isFalse());
      }
    }
  }

  @Test
  void anAccountWithoutJetStreamIsRefused() throws Exception {
    String refusal =
        "{\"error\":{\"code\":503,\"err_code\":10039,\"description\":\"not for this account\"}}";
    try (FakeServer server = new FakeServer(Map.of("$JS.API.INFO", refusal))) {
      assertThatThrownBy(() -> provider.init(server.address()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has no JetStream");
    }
  }

  @Test
  void anErrorThatTimeMayCureIsUnavailable() throws Exception {
    String refusal =
        "{\"error\":{\"code\":503,\"err_code\":10008,\"description\":\"system unavailable\"}}";
    try (FakeServer server = new FakeServer(Map.of("$JS.API.INFO", refusal))) {
      assertThatThrownBy(() -> provider.init(server.address()))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("system unavailable (10008)");
    }
  }
}
