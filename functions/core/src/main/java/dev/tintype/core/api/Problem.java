package dev.tintype.core.api;

import java.util.Locale;
import java.util.Map;

/// What can go wrong with a request: a closed list of problem types (RFC 9457), each with a stable
/// slug. Clients decide by slug or status, people read title and detail. The API's own routes
/// answer those that `docs/openapi.yaml` lists; the others come from the server that receives
/// uploads and serves files.
public enum Problem {
  /// A required field is missing or invalid.
  INVALID_REQUEST(400, "The request is not valid."),
  /// An upload ended early.
  TOO_SHORT(400, "The upload ended before its declared length."),
  /// An upload has other bytes than were declared.
  DIGEST(400, "The bytes do not have the declared sha256."),
  /// The caller is not authenticated.
  UNAUTHENTICATED(401, "Send a valid token."),
  /// The caller lacks the scope.
  FORBIDDEN(403, "The token does not have the scope for this."),
  /// The URL, or the method, is not what was signed.
  SIGNATURE(403, "The URL is not as it was signed."),
  /// A signed permission has ended.
  EXPIRED(403, "The permission has ended. Ask for another."),
  /// A header differs from what was signed.
  SIGNED_HEADER(403, "A header is not as it was signed."),
  /// There is no such thing.
  NOT_FOUND(404, "There is nothing here."),
  /// The image is live, so it has no receipt.
  NOT_ERASED(404, "This image was not erased."),
  /// The erasure is under way.
  RECEIPT_PENDING(404, "The erasure is under way: there is no receipt yet."),
  /// The image was erased without a receipt.
  NO_RECEIPT(404, "This image was erased without a receipt."),
  /// The image has no set of this name.
  NO_SUCH_SET(404, "This image has no set under that recipe."),
  /// The path exists for other methods only.
  METHOD_NOT_ALLOWED(405, "This path does not know that method."),
  /// The body comes too slowly.
  TOO_SLOW(408, "The body comes too slowly."),
  /// Others wrote the same thing at the same time.
  CONCURRENT_REQUEST(409, "The same is being changed by another request. Send it again."),
  /// The version is not waiting for an upload.
  NOT_WAITING(409, "This version waits for no upload."),
  /// No original is stored.
  NO_ORIGINAL(409, "No original of this image is stored: upload it first."),
  /// No earlier version of the set is ready.
  NO_EARLIER_VERSION(409, "This set has no earlier version to show."),
  /// The version is not one that may be retired.
  IN_USE(409, "This version is shown, was requested last, or is not ready."),
  /// The version cannot be shown.
  NOT_READY(409, "Only a version that is ready can be shown."),
  /// The version did not fail, or it failed with a verdict on its bytes.
  NOT_REDRIVABLE(409, "Only versions that failed for want of a verdict can be redriven."),
  /// The sweeper is deleting the files of the last run.
  CLEANING_UP(409, "What the last run left is being deleted. Ask again in a minute."),
  /// No other token that may manage tokens lasts as long.
  LAST_ADMIN_TOKEN(409, "No other token that may manage tokens lasts as long."),
  /// Nobody is told of outcomes.
  NO_RECEIVER(409, "This server has no webhook, so it notifies nobody."),
  /// The image was erased.
  GONE(410, "This image was erased."),
  /// An upload does not state its length.
  LENGTH_REQUIRED(411, "Send a Content-Length."),
  /// The original is stored.
  ALREADY_STORED(412, "The original is stored already: ask for its state."),
  /// What is there is not what the caller takes it for.
  PRECONDITION_FAILED(412, "What is there is not what If-Match names."),
  /// The declared original is over the limit.
  TOO_LARGE(413, "The file is too large: at most 100 MB."),
  /// The request body is over the limit.
  BODY_TOO_LARGE(413, "The request's body is too large: at most 16 KiB."),
  /// An upload has more bytes than were declared.
  TOO_LONG(413, "The upload has more bytes than were declared."),
  /// The declared original is no image we read, or the request is no JSON.
  UNSUPPORTED_TYPE(415, "This media type is not read."),
  /// The object is shorter than the range.
  NO_SUCH_RANGE(416, "The object has no bytes in this range."),
  /// The key was used for another request.
  IDEMPOTENCY_KEY_REUSED(422, "This Idempotency-Key was used for another request."),
  /// A key, a value or the whole of an image's metadata is over a limit.
  INVALID_METADATA(422, "The metadata is not within its limits."),
  /// The image has more sets than one request can change.
  TOO_MANY_SETS(422, "This image has more sets than one request can change."),
  /// No recipe has this name.
  UNKNOWN_RECIPE(422, "There is no recipe of this name."),
  /// Too many wrong tokens came from the address.
  TOO_MANY_GUESSES(429, "Too many wrong tokens came from this address. Wait."),
  /// Our own mistake.
  INTERNAL(500, "Something is wrong with the server."),
  /// The stored record is of a newer release, or damaged.
  UNREADABLE_RECORD(500, "The record of this image cannot be read by this server."),
  /// No path has such a method.
  UNKNOWN_METHOD(501, "There is no such method; methods are written in capitals."),
  /// Too many ask for the same at once.
  BUSY(503, "Too many ask for this at once. Send the request again."),
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
  String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @return the stable URI of the problem type
  String type() {
    return details().type();
  }

  /// @return this problem, with a sentence about this very request
  public ProblemDetails saying(String detail) {
    return new ProblemDetails(status, slug(), title, detail);
  }

  /// @return this problem, saying no more than the title
  public ProblemDetails details() {
    return saying(title);
  }

  /// @return the answer, with a detail about this request
  ApiResponse answer(String detail) {
    return new ApiResponse(
        status,
        Map.of("content-type", ProblemDetails.MEDIA_TYPE, "cache-control", "no-store"),
        saying(detail).json());
  }

  /// @return the answer without a detail
  ApiResponse answer() {
    return answer(title);
  }
}
