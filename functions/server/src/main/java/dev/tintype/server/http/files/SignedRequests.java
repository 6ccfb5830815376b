package dev.tintype.server.http.files;

import dev.tintype.core.port.DirectUploads.SignedRequest;
import dev.tintype.server.http.exchange.Exchange;

/// Reads what was signed out of a request.
final class SignedRequests {

  private SignedRequests() {}

  /// @param folder the first part of the path, which is not signed
  static SignedRequest signed(Exchange exchange, String folder) {
    String path = exchange.decodedPath();
    return new SignedRequest(
        exchange.method(),
        path.startsWith(folder) ? path.substring(folder.length()) : "",
        exchange.query(),
        exchange.headers());
  }
}
