package dev.tintype.server.client;

/// The server did not answer, again and again.
public final class ServerUnreachable extends RuntimeException {

  ServerUnreachable(Server server, Throwable cause) {
    super("No answer from " + server.url() + ": " + cause + ".", cause);
  }
}
