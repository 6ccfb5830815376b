package dev.tintype.core.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Version;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.state.ImageRecord.Current;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The sets of an image as JSON.
final class ImageSetsJson {

  private ImageSetsJson() {}

  static ObjectNode write(ImageSets sets) {
    ObjectNode json = Json.object().put("default", sets.standard());
    sets.next().ifPresent(next -> json.put("next", next));
    ObjectNode byName = json.putObject("byName");
    sets.byName().forEach((name, set) -> byName.set(name, write(set)));
    return json;
  }

  private static ObjectNode write(ImageSet set) {
    ObjectNode json = Json.object().put("latest", set.latest().value());
    set.current().ifPresent(current -> json.set("current", write(current)));
    if (!set.reopened().isEmpty()) {
      ObjectNode reopened = json.putObject("reopened");
      set.reopened().entrySet().stream()
          .sorted(Map.Entry.comparingByValue())
          .forEach(open -> reopened.put(open.getKey().value(), open.getValue()));
    }
    return json;
  }

  static ObjectNode write(Current current) {
    return Json.object()
        .put("version", current.version().value())
        .put("sequence", current.sequence());
  }

  /// @return the sets of an image; absent when its record names none
  static Optional<ImageSets> sets(JsonObject image) {
    return image.has("sets") ? Optional.of(read(image.object("sets"))) : Optional.empty();
  }

  private static ImageSets read(JsonObject json) {
    JsonObject byName = json.object("byName");
    TreeMap<String, ImageSet> sets = new TreeMap<>();
    byName.node().fieldNames().forEachRemaining(name -> sets.put(name, set(byName.object(name))));
    return new ImageSets(json.text("default"), json.optionalText("next"), sets);
  }

  private static ImageSet set(JsonObject json) {
    Map<Version, Long> reopened = new HashMap<>();
    if (json.has("reopened")) {
      JsonObject open = json.object("reopened");
      open.node()
          .fieldNames()
          .forEachRemaining(version ->
              reopened.put(new Version(version), open.integer(version, 1, Long.MAX_VALUE)));
    }
    return new ImageSet(new Version(json.text("latest")), current(json), reopened);
  }

  /// @return the field `current` of an image or of a set
  static Optional<Current> current(JsonObject json) {
    if (!json.has("current")) {
      return Optional.empty();
    }
    JsonObject current = json.object("current");
    return Optional.of(
        new Current(
            new Version(current.text("version")), current.integer("sequence", 1, Long.MAX_VALUE)));
  }
}
