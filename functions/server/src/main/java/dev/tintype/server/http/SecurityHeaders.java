package dev.tintype.server.http;

import java.util.Map;

/// Headers that keep browsers from doing more with an answer than is meant.
final class SecurityHeaders {

  /// A policy that forbids everything.
  static final String NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'; sandbox";

  private static final Map<String, String> USUAL =
      Map.of(
          "x-content-type-options", "nosniff",
          "content-security-policy", NOTHING_ALLOWED,
          "referrer-policy", "no-referrer",
          "x-frame-options", "DENY",
          "cross-origin-resource-policy", "same-origin",
          "cross-origin-opener-policy", "same-origin",
          "cache-control", "no-store");

  private SecurityHeaders() {}

  /// Sets the strictest of each; an endpoint may set others.
  static void setUsual(Exchange exchange) {
    exchange.setAll(USUAL);
  }

  static Map<String, String> usual() {
    return USUAL;
  }
}
