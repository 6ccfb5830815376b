package dev.tintype.cli.client;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;

/// A refused request.
///
/// @param status the HTTP status
/// @param slug the problem's name, such as `too-large`
/// @param detail a sentence about it
record Refusal(int status, String slug, String detail) {

  private static final String TYPE = "urn:problem:tintype:";

  static Refusal of(int status, String body) {
    try {
      JsonObject json = Json.parse(body);
      String type = json.optionalText("type").orElse("");
      return new Refusal(
          status,
          type.startsWith(TYPE) ? type.substring(TYPE.length()) : "http-" + status,
          json.optionalText("detail").orElse("The server answered " + status + "."));
    } catch (MalformedJson _) {
      return new Refusal(status, "http-" + status, "The server answered " + status + ".");
    }
  }

  /// @return whether the same request may succeed later
  boolean mayPass() {
    return status == 408 || status == 409 || status == 429 || status >= 500;
  }
}
