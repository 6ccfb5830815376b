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

  /// @return the message as JSON
  public String json() {
    return Json.write(
        Json.object()
            .put("v", 1)
            .put("imageId", imageId.value())
            .put("version", version.value())
            .put("cause", cause));
  }

  /// @throws MalformedJson when the text is no message of version 1
  public static Message parse(String text) {
    JsonObject json = Json.parse(text);
    json.only(Set.of("v", "imageId", "version", "cause"));
    json.int32("v", 1, 1);
    try {
      return new Message(
          new ImageId(json.text("imageId")), new Version(json.text("version")), json.text("cause"));
    } catch (IllegalArgumentException e) {
      throw new MalformedJson("not a message: " + e.getMessage(), e);
    }
  }
}
