package dev.tintype.cli.client;

import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.Set;

/// A refused request.
///
/// @param status the HTTP status
/// @param slug the problem's name, such as `too-large`
/// @param detail a sentence about it
public record Refusal(int status, String slug, String detail) {

  /// Conflicts that the same request meets again.
  private static final Set<String> LASTING_CONFLICTS =
      Set.of(
          "not-waiting",
          "no-original",
          "no-earlier-version",
          "not-ready",
          "not-redrivable",
          "in-use",
          "cleaning-up");

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
    boolean isConflict = status == 409 && !LASTING_CONFLICTS.contains(slug);
    return status == 408 || isConflict || status == 429 || status >= 500;
  }
}
