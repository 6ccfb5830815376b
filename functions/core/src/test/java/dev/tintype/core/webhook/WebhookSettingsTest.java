package dev.tintype.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSettingsTest {

  private static final String SECRET = "whsec_" + "QUJD".repeat(8);

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of("TINTYPE_WEBHOOK_URL", "https://x.example/h", "TINTYPE_WEBHOOK_SECRET", SECRET));

  @Test
  void withoutAUrlThereIsNone() {
    assertThat(WebhookSettings.of(Map.of())).isEmpty();
    assertThat(WebhookSettings.of(Map.of("TINTYPE_WEBHOOK_URL", "  "))).isEmpty();
  }

  @Test
  void privateAddressesAreAllowedOnlyByTheWordAllow() {
    assertThat(WebhookSettings.of(environment).orElseThrow().privateAllowed()).isFalse();
    environment.put("TINTYPE_WEBHOOK_PRIVATE", "yes");
    assertThat(WebhookSettings.of(environment).orElseThrow().privateAllowed()).isFalse();
    environment.put("TINTYPE_WEBHOOK_PRIVATE", "allow");
    assertThat(WebhookSettings.of(environment).orElseThrow().privateAllowed()).isTrue();
  }

  @Test
  void aUrlWithoutASecretIsRefused() {
    environment.remove("TINTYPE_WEBHOOK_SECRET");
    assertThatThrownBy(() -> WebhookSettings.of(environment))
        .isInstanceOf(InvalidWebhook.class)
        .hasMessageContaining("TINTYPE_WEBHOOK_SECRET");
  }

  @Test
  void aWrongSecretIsRefusedAndNotRepeated() {
    environment.put("TINTYPE_WEBHOOK_SECRET", "hush");
    assertThatThrownBy(() -> WebhookSettings.of(environment))
        .isInstanceOf(InvalidWebhook.class)
        .message()
        .doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource({"ftp://x.example", "not a url", "https://user@x.example/"})
  void aUrlThatCannotBeReachedIsRefused(String url) {
    environment.put("TINTYPE_WEBHOOK_URL", url);
    assertThatThrownBy(() -> WebhookSettings.of(environment)).isInstanceOf(InvalidWebhook.class);
  }
}
