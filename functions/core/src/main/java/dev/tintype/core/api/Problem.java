package dev.tintype.core.api;

import dev.tintype.core.json.Json;
import java.util.Locale;
import java.util.Map;

/// What can go wrong with a request: a closed list of problem types (RFC 9457), each with a stable
/// slug. Clients decide by slug or status, people read title and detail.
public enum Problem {
  /// The request does not say what it must, or says it wrong.
  INVALID_REQUEST(400, "The request is not valid."),
  /// Nobody was proved.
  UNAUTHENTICATED(401, "Send a valid token."),
  /// The caller may not.
  FORBIDDEN(403, "The token does not have the scope for this."),
  /// There is no such thing.
  NOT_FOUND(404, "There is nothing here."),
  /// The path knows other methods.
  METHOD_NOT_ALLOWED(405, "This path does not know that method."),
  /// Others wrote the same thing at the same time.
  CONCURRENT_REQUEST(409, "The same is being changed by another request. Send it again."),
  /// The version waits for no upload.
  NOT_WAITING(409, "This version waits for no upload."),
  /// No original is stored.
  NO_ORIGINAL(409, "No original of this image is stored: upload it first."),
  /// The version did not fail, or its bytes were refused.
  NOT_REDRIVABLE(409, "Only versions that failed for want of a verdict can be redriven."),
  /// The last run's files are being deleted.
  CLEANING_UP(409, "What the last run left is being deleted. Ask again in a minute."),
  /// The image was erased.
  GONE(410, "This image was erased."),
  /// What is there is not what the caller takes it for.
  PRECONDITION_FAILED(412, "What is there is not what If-Match names."),
  /// The declared original is over the limit.
  TOO_LARGE(413, "The file is too large: at most 100 MB."),
  /// The request's own body is over the limit.
  BODY_TOO_LARGE(413, "The request's body is too large: at most 16 KiB."),
  /// The declared original is no image we read, or the request is no JSON.
  UNSUPPORTED_TYPE(415, "This media type is not read."),
  /// The key was used for another request.
  IDEMPOTENCY_KEY_REUSED(422, "This Idempotency-Key was used for another request."),
  /// No recipe has this name.
  UNKNOWN_RECIPE(422, "There is no recipe of this name."),
  /// The stored record is of a newer release, or damaged.
  UNREADABLE_RECORD(500, "The record of this image cannot be read by this server."),
  /// A store does not answer.
  UNAVAILABLE(503, "The service cannot answer now. Send the request again."),
  /// A store is full.
  NO_ROOM(507, "There is no room to store anything now.");

  private final int status;
  private final String title;

  Problem(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /// @return the HTTP status
  public int status() {
    return status;
  }

  /// @return the stable name, such as `too-large`
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @return the stable URI of the problem's type
  public String type() {
    return "urn:problem:tintype:" + slug();
  }

  /// @return the answer, with a sentence about this very request
  public ApiResponse answer(String detail) {
    String body =
        Json.write(
            Json.object()
                .put("type", type())
                .put("title", title)
                .put("status", status)
                .put("detail", detail));
    return new ApiResponse(
        status,
        Map.of("content-type", "application/problem+json", "cache-control", "no-store"),
        body);
  }

  /// @return the answer, saying no more than the title
  public ApiResponse answer() {
    return answer(title);
  }
}
