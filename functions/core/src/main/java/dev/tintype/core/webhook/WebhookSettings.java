package dev.tintype.core.webhook;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Reads where outcomes are sent, for every host: `TINTYPE_WEBHOOK_URL`, `TINTYPE_WEBHOOK_SECRET`
/// and, to reach private addresses, `TINTYPE_WEBHOOK_PRIVATE=allow`.
public final class WebhookSettings {

  private static final String URL = "TINTYPE_WEBHOOK_URL";
  private static final String SECRET = "TINTYPE_WEBHOOK_SECRET";
  private static final String PRIVATE = "TINTYPE_WEBHOOK_PRIVATE";

  private WebhookSettings() {}

  /// @param environment names to values; a blank value counts as absent
  /// @return the receiver; absent when no URL is set
  /// @throws InvalidWebhook when the URL or the secret is not usable, or the secret is missing
  public static Optional<Webhook> of(Map<String, String> environment) {
    return text(environment, URL).map(url -> webhook(url, environment));
  }

  private static Webhook webhook(String url, Map<String, String> environment) {
    URI parsed = parse(url);
    String secret =
        text(environment, SECRET)
            .orElseThrow(() ->
                new InvalidWebhook(
                    URL + " needs " + SECRET + ": whsec_ and 24 to 64 bytes in base64.", null));
    boolean privateAllowed = text(environment, PRIVATE).filter("allow"::equals).isPresent();
    try {
      return new Webhook(parsed, WebhookSecret.of(secret), privateAllowed);
    } catch (IllegalArgumentException e) {
      throw new InvalidWebhook("TINTYPE_WEBHOOK_…: " + e.getMessage() + ".", e);
    }
  }

  private static URI parse(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new InvalidWebhook(URL + " is no URL: '" + url + "'.", e);
    }
  }

  private static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }
}
