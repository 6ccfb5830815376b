package dev.tintype.server.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/// Headers that restrict what browsers may do with an answer.
final class SecurityHeaders {

  /// A policy that forbids everything.
  static final String NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'; sandbox";

  private static final HttpFields USUAL =
      HttpFields.build()
          .add(new PreEncodedHttpField("x-content-type-options", "nosniff"))
          .add(new PreEncodedHttpField("content-security-policy", NOTHING_ALLOWED))
          .add(new PreEncodedHttpField("referrer-policy", "no-referrer"))
          .add(new PreEncodedHttpField("x-frame-options", "DENY"))
          .add(new PreEncodedHttpField("cross-origin-resource-policy", "same-origin"))
          .add(new PreEncodedHttpField("cross-origin-opener-policy", "same-origin"))
          .add(new PreEncodedHttpField("cache-control", "no-store"))
          .asImmutable();

  private SecurityHeaders() {}

  /// @return the strictest value of each header; an endpoint may set others
  static HttpFields usual() {
    return USUAL;
  }
}
