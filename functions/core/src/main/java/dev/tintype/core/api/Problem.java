package dev.tintype.core.api;

import dev.tintype.core.json.Json;
import java.util.Locale;
import java.util.Map;

/// The problems a request can meet: a closed list of problem types (RFC 9457), each with a stable
/// slug. Clients decide by slug or status; people read title and detail.
public enum Problem {
  /// A required field is missing or invalid.
  INVALID_REQUEST(400, "The request is not valid."),
  /// The caller is not authenticated.
  UNAUTHENTICATED(401, "Send a valid token."),
  /// The caller lacks the scope.
  FORBIDDEN(403, "The token does not have the scope for this."),
  /// Nothing exists at this path.
  NOT_FOUND(404, "There is nothing here."),
  /// The path exists for other methods only.
  METHOD_NOT_ALLOWED(405, "This path does not know that method."),
  /// Another request changed the same record at the same time.
  CONCURRENT_REQUEST(409, "The same is being changed by another request. Send it again."),
  /// The version is not waiting for an upload.
  NOT_WAITING(409, "This version waits for no upload."),
  /// No original is stored.
  NO_ORIGINAL(409, "No original of this image is stored: upload it first."),
  /// The version did not fail, or it failed with a verdict on its bytes.
  NOT_REDRIVABLE(409, "Only versions that failed for want of a verdict can be redriven."),
  /// The sweeper is deleting the files of the last run.
  CLEANING_UP(409, "What the last run left is being deleted. Ask again in a minute."),
  /// The image was erased.
  GONE(410, "This image was erased."),
  /// The current state does not match the caller's `If-Match`.
  PRECONDITION_FAILED(412, "What is there is not what If-Match names."),
  /// The declared original is over the limit.
  TOO_LARGE(413, "The file is too large: at most 100 MB."),
  /// The request body is over the limit.
  BODY_TOO_LARGE(413, "The request's body is too large: at most 16 KiB."),
  /// The declared original has a type we do not read, or the request is not JSON.
  UNSUPPORTED_TYPE(415, "This media type is not read."),
  /// The idempotency key belongs to another request.
  IDEMPOTENCY_KEY_REUSED(422, "This Idempotency-Key was used for another request."),
  /// No recipe has this name.
  UNKNOWN_RECIPE(422, "There is no recipe of this name."),
  /// A newer release wrote the stored record, or the record is damaged.
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

  /// @return the stable URI of the problem type
  public String type() {
    return "urn:problem:tintype:" + slug();
  }

  /// @return the answer, with a detail about this request
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

  /// @return the answer without a detail
  public ApiResponse answer() {
    return answer(title);
  }
}
