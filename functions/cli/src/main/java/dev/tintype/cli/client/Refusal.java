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

  /// Statuses below 500 of troubles that the next request meets, too.
  private static final Set<Integer> OF_MANY = Set.of(400, 408, 409, 422, 429);

  /// Problems with such a status that concern one image.
  private static final Set<String> OF_ONE_IMAGE =
      Set.of(
          "not-waiting",
          "no-original",
          "no-earlier-version",
          "in-use",
          "not-ready",
          "not-redrivable",
          "unreadable-record");

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

  /// @return whether the server would refuse such requests about other images, too
  public boolean isOfManyImages() {
    return (status >= 500 || OF_MANY.contains(status)) && !OF_ONE_IMAGE.contains(slug);
  }

  /// @return whether the same request may succeed later
  boolean mayPass() {
    boolean isConflict = status == 409 && !LASTING_CONFLICTS.contains(slug);
    return status == 408 || isConflict || status == 429 || status >= 500;
  }
}
