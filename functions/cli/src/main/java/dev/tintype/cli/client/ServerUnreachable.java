package dev.tintype.cli.client;

import java.net.ConnectException;

/// Thrown when the server did not answer repeated requests.
public final class ServerUnreachable extends RuntimeException {

  ServerUnreachable(Server server, Throwable cause) {
    super("No answer from " + server.url() + ": " + why(cause), cause);
  }

  private static String why(Throwable cause) {
    return cause instanceof ConnectException
        ? "nothing listens there. Is 'tintype serve' running, and does --to have its address?"
        : cause + ".";
  }
}
