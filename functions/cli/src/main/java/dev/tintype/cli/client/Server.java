package dev.tintype.cli.client;

import java.net.URI;

/// A server and its token.
///
/// @param url the root of its API
/// @param token the bearer token
public record Server(URI url, String token) {

  /// Removes a trailing slash from the URL.
  public Server {
    String text = url.toString();
    url = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
  }

  URI at(String path) {
    return URI.create(url + path);
  }

  @Override
  public String toString() {
    return "Server[" + url + "]";
  }
}
