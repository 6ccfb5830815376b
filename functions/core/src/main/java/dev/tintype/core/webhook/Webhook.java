package dev.tintype.core.webhook;

import java.net.URI;

/// Where outcomes are told.
///
/// @param url `https`, or `http`; what a receiver sees is the path and query
/// @param secret signs what is sent
/// @param privateAllowed whether addresses of private networks and of this machine may be reached
public record Webhook(URI url, WebhookSecret secret, boolean privateAllowed) {

  /// @throws IllegalArgumentException when the URL is no absolute `http` or `https` URL with a host
  ///   and without user or fragment
  public Webhook {
    boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!web || url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
      throw new IllegalArgumentException("not a webhook's URL: " + url);
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

  /// @return the host as it is looked up, an IPv6 address without its brackets
  String host() {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// @return what stands behind the method in a request
  String target() {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }
}
