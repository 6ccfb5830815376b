package dev.tintype.server.http.files;

import dev.tintype.files.HmacPermissions.SignedRequest;
import dev.tintype.server.http.exchange.Exchange;
import dev.tintype.server.http.exchange.HttpProblem;

/// The problems of signed URLs.
final class UploadProblems {

  /// URL or method differ from what was signed.
  static final HttpProblem SIGNATURE =
      new HttpProblem(403, "signature", "The URL is not as it was signed.");

  /// The permission has expired.
  static final HttpProblem EXPIRED =
      new HttpProblem(403, "expired", "The permission has ended. Ask for another.");

  /// A header differs from what was signed.
  static final HttpProblem HEADER =
      new HttpProblem(403, "signed-header", "A header is not as it was signed.");

  /// The length is missing.
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

  /// The object exists already.
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
