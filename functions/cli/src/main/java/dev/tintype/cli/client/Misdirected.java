package dev.tintype.cli.client;

import java.net.http.HttpResponse;
import java.util.Optional;

/// Answers that show that the URL of the server is wrong.
final class Misdirected {

  private Misdirected() {}

  /// @param server the server, as the user named it
  /// @param response an answer to any request
  /// @return what is wrong, as a sentence; absent when it is an answer of Tintype, or not of this
  ///   server
  static Optional<String> of(Server server, HttpResponse<String> response) {
    if (!response.uri().toString().startsWith(server.url().toString())) {
      return Optional.empty();
    }
    return switch (response.statusCode()) {
      // The token is not sent on to an address that the user did not name.
      case 301, 307, 308 ->
          Optional.of(
              "%s sends requests on to %s: name the server there with --to."
                  .formatted(
                      server.url(), response.headers().firstValue("location").orElse("nowhere")));
      // Many servers answer so to plain HTTP at their port for TLS.
      case 400 ->
          Optional.of(Refusal.of(400, response.body()))
              .filter(refusal -> refusal.slug().equals("http-400"))
              .map(_ ->
                  server.url()
                      + " does not answer as Tintype does. If it speaks TLS, begin the URL with "
                      + "https://.");
      default -> Optional.empty();
    };
  }
}
