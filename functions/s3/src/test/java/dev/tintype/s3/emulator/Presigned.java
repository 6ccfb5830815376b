package dev.tintype.s3.emulator;

import com.sun.net.httpserver.HttpExchange;
import dev.tintype.core.Sha256;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Verifies the signature in a URL, as in
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html. It does not look
/// at the expiry.
final class Presigned {

  private static final String SIGNATURE = "X-Amz-Signature";

  private final HttpExchange exchange;
  private final Map<String, String> query = new TreeMap<>();

  Presigned(HttpExchange exchange) {
    this.exchange = exchange;
    String text = exchange.getRequestURI().getRawQuery();
    for (String pair : text == null ? new String[0] : text.split("&", -1)) {
      query.put(pair.split("=", 2)[0], pair.contains("=") ? pair.split("=", 2)[1] : "");
    }
  }

  boolean is() {
    return query.containsKey(SIGNATURE);
  }

  boolean isValid(String secret) {
    byte[] wanted = HexFormat.of().parseHex(query.get(SIGNATURE));
    return MessageDigest.isEqual(wanted, hmac(key(secret), toSign()));
  }

  /// @return whether every `x-amz-` header is signed
  boolean signsAllAmazonHeaders() {
    return exchange.getRequestHeaders().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> name.startsWith("x-amz-"))
        .allMatch(signed()::contains);
  }

  private List<String> signed() {
    return Arrays.asList(decoded("X-Amz-SignedHeaders").split(";", -1));
  }

  private String decoded(String name) {
    return URLDecoder.decode(query.get(name), StandardCharsets.UTF_8);
  }

  private String toSign() {
    String scope = decoded("X-Amz-Credential").split("/", 2)[1];
    return String.join(
        "\n", "AWS4-HMAC-SHA256", query.get("X-Amz-Date"), scope, Sha256.of(canonical()).hex());
  }

  private String canonical() {
    String parameters =
        query.entrySet().stream()
            .filter(pair -> !pair.getKey().equals(SIGNATURE))
            .map(pair -> pair.getKey() + "=" + pair.getValue())
            .collect(Collectors.joining("&"));
    String headers =
        signed().stream()
            .map(name -> name + ":" + header(name).strip() + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        parameters,
        headers,
        String.join(";", signed()),
        "UNSIGNED-PAYLOAD");
  }

  private String header(String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private byte[] key(String secret) {
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part : decoded("X-Amz-Credential").split("/", 2)[1].split("/", -1)) {
      key = hmac(key, part);
    }
    return key;
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
