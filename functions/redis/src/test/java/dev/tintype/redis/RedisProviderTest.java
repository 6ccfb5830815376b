package dev.tintype.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the provider does without a server.
class RedisProviderTest {

  private final RedisProvider provider = new RedisProvider(Map.of());

  @Test
  void theProviderIsFoundByItsScheme() {
    assertThat(Providers.of(QueueProvider.class, "redis://host")).isInstanceOf(RedisProvider.class);
  }

  @Test
  void anAddressIsCheckedWithoutAServer() {
    provider.check("redis://t@127.0.0.1:1/2");
    assertThatThrownBy(() -> provider.check("redis://t@127.0.0.1:1/x"))
        .isInstanceOf(InvalidAddress.class);
  }

  @Test
  void theQueueNeedsNoPreparation() {
    assertThat(provider.init("redis://127.0.0.1:1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://t@127.0.0.1:1/0",
        "redis://127.0.0.1:1,127.0.0.1:2?sentinel=main",
        "redis://127.0.0.1:1,127.0.0.1:2?cluster=true",
      })
  void aServerThatDoesNotAnswerIsUnavailable(String address) {
    try (Opening opening = TestQueues.opening()) {
      assertThatThrownBy(() -> provider.queue(address, opening))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("127.0.0.1:1");
    }
    assertThatThrownBy(() -> provider.examine(address)).isInstanceOf(StoreUnavailable.class);
  }
}
