package dev.tintype.core.api;

import dev.tintype.core.json.Json;

/// The body of a problem's answer, as problem+json (RFC 9457).
///
/// @param status the HTTP status
/// @param slug the stable name, such as `too-large`
/// @param title a sentence for people
/// @param detail a sentence about this very request
public record ProblemDetails(int status, String slug, String title, String detail) {

  /// The media type of [#json].
  public static final String MEDIA_TYPE = "application/problem+json";

  /// @return the stable URI of the problem's type
  String type() {
    return "urn:problem:tintype:" + slug;
  }

  /// @return the body
  public String json() {
    return Json.write(
        Json.object()
            .put("type", type())
            .put("title", title)
            .put("status", status)
            .put("detail", detail));
  }
}
