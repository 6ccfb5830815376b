package dev.tintype.server.http.exchange;

import dev.tintype.core.json.Json;

/// What is wrong with a request outside the API's own routes, as problem+json (RFC 9457).
///
/// @param status the HTTP status
/// @param slug the stable name, such as `signature`
/// @param title a sentence for people
/// @param detail a sentence about this very request
public record HttpProblem(int status, String slug, String title, String detail) {

  public HttpProblem(int status, String slug, String title) {
    this(status, slug, title, title);
  }

  public HttpProblem saying(String text) {
    return new HttpProblem(status, slug, title, text);
  }

  public byte[] json() {
    return Json.bytes(
        Json.object()
            .put("type", "urn:problem:tintype:" + slug)
            .put("title", title)
            .put("status", status)
            .put("detail", detail));
  }

  /// There is nothing under this path.
  public static final HttpProblem NOT_FOUND =
      new HttpProblem(404, "not-found", "There is nothing here.");

  /// The path knows other methods.
  public static final HttpProblem METHOD_NOT_ALLOWED =
      new HttpProblem(405, "method-not-allowed", "This path does not know that method.");

  /// The method is none that is known anywhere.
  public static final HttpProblem UNKNOWN_METHOD =
      new HttpProblem(
          501, "unknown-method", "There is no such method; methods are written in capitals.");

  /// Nobody was proved.
  public static final HttpProblem UNAUTHENTICATED =
      new HttpProblem(401, "unauthenticated", "Send a valid token.");

  /// The caller may not.
  public static final HttpProblem FORBIDDEN =
      new HttpProblem(403, "forbidden", "The token does not have the scope for this.");

  /// The request does not say what it must, or says it wrong.
  public static final HttpProblem INVALID_REQUEST =
      new HttpProblem(400, "invalid-request", "The request is not valid.");

  /// The body comes too slowly.
  public static final HttpProblem TOO_SLOW =
      new HttpProblem(408, "too-slow", "The body comes too slowly.");

  /// It is not what the client takes it for.
  public static final HttpProblem PRECONDITION =
      new HttpProblem(412, "precondition-failed", "What is there is not what If-Match names.");

  /// The image was erased.
  static final HttpProblem GONE = new HttpProblem(410, "gone", "This image was erased.");

  /// Too many wrong tokens came from the address.
  public static final HttpProblem TOO_MANY_GUESSES =
      new HttpProblem(
          429, "too-many-guesses", "Too many wrong tokens came from this address. Wait.");

  /// Too many ask for the same at once.
  public static final HttpProblem BUSY =
      new HttpProblem(503, "busy", "Too many ask for this at once. Send the request again.");

  /// A store does not answer.
  public static final HttpProblem UNAVAILABLE =
      new HttpProblem(503, "unavailable", "The service cannot answer now. Send the request again.");

  /// The disk is full.
  public static final HttpProblem NO_ROOM =
      new HttpProblem(507, "no-room", "There is no room to store anything now.");

  /// Our own mistake.
  public static final HttpProblem INTERNAL =
      new HttpProblem(500, "internal", "Something is wrong with the server.");
}
