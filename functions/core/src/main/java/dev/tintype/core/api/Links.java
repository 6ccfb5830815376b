package dev.tintype.core.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;

/// Paths of the API, relative to its root.
final class Links {

  private Links() {}

  static String image(ImageId id) {
    return "/images/" + id;
  }

  static String version(ImageId id, Version version) {
    return image(id) + "/versions/" + version;
  }

  static ObjectNode of(ImageId id, Version version) {
    return Json.object()
        .put("image", image(id))
        .put("upload", version(id, version) + "/upload")
        .put("uploaded", version(id, version) + "/uploaded")
        .put("redrive", version(id, version) + "/redrive")
        .put("reprocess", image(id) + "/reprocess")
        .put("original", image(id) + "/original");
  }
}
