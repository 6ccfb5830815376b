package dev.tintype.cli.client;

/// Thrown when the server does not accept the token for a request.
public final class TokenRefused extends RuntimeException {

  TokenRefused(Server server, Refusal refusal) {
    super("%s does not accept the token: %s".formatted(server.url(), refusal.detail()));
  }
}
