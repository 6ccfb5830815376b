package dev.tintype.core.api;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/// The public URLs of files.
///
/// @param base the root of all keys, such as `https://images.example`, with or without a trailing
///   slash
public record PublicUrls(URI base) {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

  /// @throws IllegalArgumentException when the base is not an absolute `http` or `https` URL
  public PublicUrls {
    boolean web = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
    if (!web || base.getRawQuery() != null || base.getRawFragment() != null) {
      throw new IllegalArgumentException("not a base URL: " + base);
    }
  }

  /// @return the absolute URL of a key
  public String of(String key) {
    String root = base.toString();
    return (root.endsWith("/") ? root : root + "/") + encoded(key);
  }

  /// @return the key as a relative URL. Every character except letters, digits, `-._~` and `/` is
  ///   percent-encoded, so that the URL may stand in a `srcset`
  public static String encoded(String key) {
    StringBuilder out = new StringBuilder();
    for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (UNRESERVED.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.toString();
  }
}
