package dev.tintype.cli.client;

/// The server does not accept the token for this.
public final class TokenRefused extends RuntimeException {

  TokenRefused(Server server, Refusal refusal) {
    super("%s refuses the token: %s".formatted(server.url(), refusal.detail()));
  }
}
