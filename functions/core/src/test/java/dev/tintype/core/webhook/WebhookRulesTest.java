package dev.tintype.core.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookRulesTest {

  private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "127.1.2.3",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001::1",
        "2001:db8::1",
        "100::1",
        "3fff::1"
      })
  void specialAddressesAreNotPublic(String address) throws Exception {
    assertThat(Reachable.isPublic(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "93.184.216.34", "100.128.0.1", "172.32.0.1", "2606:4700::1111"})
  void ordinaryInternetAddressesArePublic(String address) throws Exception {
    assertThat(Reachable.isPublic(InetAddress.ofLiteral(address))).isTrue();
  }

  @Test
  void theSignatureMatchesTheSpecificationsExample() {
    // The example in https://github.com/standard-webhooks/standard-webhooks, spec, "Verifying".
    WebhookSecret secret = WebhookSecret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assertThat(
            secret.signature(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                java.time.Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "whsec_", "whsec_AAAA", "whsec_***"})
  void anInvalidSecretIsRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> WebhookSecret.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("AAAA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://x.example/", "http:///x", "https://u:p@x.example/", "x", "http://x/#f"})
  void anInvalidWebhookUrlIsRefused(String url) {
    assertThatThrownBy(() -> new Webhook(URI.create(url), WebhookSecret.of(SECRET), false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
