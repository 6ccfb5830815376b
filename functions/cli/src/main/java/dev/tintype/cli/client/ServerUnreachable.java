package dev.tintype.cli.client;

import java.net.ConnectException;

/// The server did not answer, again and again.
public final class ServerUnreachable extends RuntimeException {

  ServerUnreachable(Server server, Throwable cause) {
    super("No answer from " + server.url() + ": " + why(cause), cause);
  }

  private static String why(Throwable cause) {
    return cause instanceof ConnectException
        ? "nothing listens there. Does 'tintype serve' run, and is --to its address?"
        : cause + ".";
  }
}
