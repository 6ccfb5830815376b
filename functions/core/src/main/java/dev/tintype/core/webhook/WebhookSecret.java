package dev.tintype.core.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret shared with the receiver. It signs each notification
/// (https://www.standardwebhooks.com). Safe for use by many threads.
public final class WebhookSecret {

  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;

  private final SecretKeySpec key;

  private WebhookSecret(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /// @param text `whsec_` followed by 24 to 64 bytes in Base64
  /// @throws IllegalArgumentException when the text has another form; the message does not repeat
  ///   the text
  public static WebhookSecret of(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a webhook secret begins with " + PREFIX);
    }
    byte[] secret;
    try {
      secret = Base64.getDecoder().decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a webhook secret is base64 after " + PREFIX, e);
    }
    if (secret.length < LEAST_BYTES || secret.length > MOST_BYTES) {
      throw new IllegalArgumentException("a webhook secret has 24 to 64 bytes");
    }
    return new WebhookSecret(secret);
  }

  /// @param id the message's id, without a full stop
  /// @param at when it is sent
  /// @param body the request body
  /// @return the value of the header `webhook-signature`
  String signature(String id, Instant at, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String signed = id + "." + at.getEpochSecond() + "." + body;
      return "v1,"
          + Base64.getEncoder()
              .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
