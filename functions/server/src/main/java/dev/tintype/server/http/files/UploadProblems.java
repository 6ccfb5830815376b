package dev.tintype.server.http.files;

import dev.tintype.core.port.DirectUploads.SignedRequest;
import dev.tintype.server.http.exchange.Exchange;
import dev.tintype.server.http.exchange.HttpProblem;

/// What can go wrong with signed URLs.
final class UploadProblems {

  /// The URL, or the method, is not what was signed.
  static final HttpProblem SIGNATURE =
      new HttpProblem(403, "signature", "The URL is not as it was signed.");

  /// The permission has ended.
  static final HttpProblem EXPIRED =
      new HttpProblem(403, "expired", "The permission has ended. Ask for another.");

  /// A header differs from what was signed.
  static final HttpProblem HEADER =
      new HttpProblem(403, "signed-header", "A header is not as it was signed.");

  /// The length is not told.
  static final HttpProblem LENGTH_REQUIRED =
      new HttpProblem(411, "length-required", "Send a Content-Length.");

  /// More bytes than were declared.
  static final HttpProblem TOO_LONG =
      new HttpProblem(413, "too-long", "The upload has more bytes than were declared.");

  /// Fewer bytes than were declared.
  static final HttpProblem TOO_SHORT =
      new HttpProblem(400, "too-short", "The upload ended before its declared length.");

  /// Other bytes than were declared.
  static final HttpProblem DIGEST =
      new HttpProblem(400, "digest", "The bytes do not have the declared sha256.");

  /// The object is there.
  static final HttpProblem STORED =
      new HttpProblem(412, "already-stored", "The original is stored already: ask for its state.");

  private UploadProblems() {}

  static SignedRequest signed(Exchange exchange, String folder) {
    String path = exchange.decodedPath();
    return new SignedRequest(
        exchange.method(),
        path.startsWith(folder) ? path.substring(folder.length()) : "",
        exchange.query(),
        exchange.headers());
  }
}
