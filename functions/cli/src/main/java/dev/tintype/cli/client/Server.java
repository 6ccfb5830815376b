package dev.tintype.cli.client;

import java.net.URI;

/// A server and its token.
///
/// @param url the root of its API
/// @param token the bearer token
public record Server(URI url, String token) {

  /// Removes trailing slashes from the URL.
  public Server {
    url = URI.create(url.toString().replaceAll("/+$", ""));
  }

  URI at(String path) {
    return URI.create(url + path);
  }

  @Override
  public String toString() {
    return "Server[" + url + "]";
  }
}
