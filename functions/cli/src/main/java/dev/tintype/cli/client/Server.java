package dev.tintype.cli.client;

import java.net.URI;

/// A server and the token for it.
///
/// @param url where it is reached
/// @param token what is sent
public record Server(URI url, String token) {

  /// Leaves a slash at the end of the URL away.
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
