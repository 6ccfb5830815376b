package dev.tintype.cli.client;

import java.io.IOException;
import java.net.URI;

/// Thrown when a server did not answer repeated requests.
public final class ServerUnreachable extends RuntimeException {

  /// @param url the root of the server
  ServerUnreachable(URI url, IOException cause) {
    super("No answer from " + url + ": " + NoAnswer.why(url, cause), cause);
  }
}
