package dev.tintype.core.webhook;

import java.net.URI;

/// Where notifications are sent.
///
/// @param url an `https` or `http` URL; the request contains its path and query
/// @param secret signs each notification
/// @param privateAllowed whether addresses of private networks and of this machine are allowed
public record Webhook(URI url, WebhookSecret secret, boolean privateAllowed) {

  /// @throws IllegalArgumentException when the URL is not an absolute `http` or `https` URL with a
  ///   host, or when it has user info or a fragment
  public Webhook {
    boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!web || url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
      throw new IllegalArgumentException("not a valid webhook URL: " + url);
    }
  }

  boolean isEncrypted() {
    return "https".equals(url.getScheme());
  }

  int port() {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return isEncrypted() ? 443 : 80;
  }

  /// @return the host for the name lookup; an IPv6 address has no brackets
  String host() {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// @return the request target: path and query
  String target() {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }
}
