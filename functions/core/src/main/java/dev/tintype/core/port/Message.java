package dev.tintype.core.port;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.Set;

/// The one message: look at this version.
///
/// @param imageId the image
/// @param version the version
/// @param cause why it was sent, for logs: `upload`, `sweep`, `redrive`, `reprocess`, `retry`,
///   `successor` or `takeup`
public record Message(ImageId imageId, Version version, String cause) {

  /// The form that this release writes. One with another field, or another meaning, gets the next
  /// number.
  private static final int FORM = 1;

  /// @return the message as JSON
  public String json() {
    return Json.write(
        Json.object()
            .put("v", FORM)
            .put("imageId", imageId.value())
            .put("version", version.value())
            .put("cause", cause));
  }

  /// @return whether a newer release wrote the text, so that this one must leave it to others
  public static boolean isNewer(String text) {
    try {
      return Json.parse(text).integer("v", 1, Long.MAX_VALUE) > FORM;
    } catch (MalformedJson _) {
      return false;
    }
  }

  /// @throws MalformedJson when the text is no message of this release's form
  public static Message parse(String text) {
    JsonObject json = Json.parse(text);
    json.only(Set.of("v", "imageId", "version", "cause"));
    json.int32("v", FORM, FORM);
    try {
      return new Message(
          new ImageId(json.text("imageId")), new Version(json.text("version")), json.text("cause"));
    } catch (IllegalArgumentException e) {
      throw new MalformedJson("not a message: " + e.getMessage(), e);
    }
  }
}
