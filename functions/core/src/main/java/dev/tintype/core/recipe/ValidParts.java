package dev.tintype.core.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Format;
import dev.tintype.core.json.Json;
import java.util.stream.Stream;

/// Valid parts of a recipe, which take the place of bad ones. Each call makes new objects.
final class ValidParts {

  /// The name of a recipe that has none of its own.
  static final String STAND_IN = "tintype-stand-in";

  private ValidParts() {}

  /// A valid recipe but for one field.
  static ObjectNode with(String field, JsonNode value) {
    ObjectNode recipe = model();
    recipe.set(field, value);
    return recipe;
  }

  /// A valid recipe with every format and with all required fields.
  static ObjectNode model() {
    ObjectNode recipe = Json.object().put("name", STAND_IN);
    recipe.putArray("sizes").add(1);
    ObjectNode formats = recipe.putObject("formats");
    for (Format format : Format.values()) {
      formats.putArray(format.id()).add(step(format));
    }
    return recipe.put("background", "#ffffff").put("animation", false);
  }

  /// A valid step for any width.
  static ObjectNode step(Format format) {
    return switch (format) {
      case AVIF, WEBP, JPEG -> Json.object().put("quality", 60).put("effort", 0);
      case PNG -> Json.object().put("effort", 0);
    };
  }

  /// A valid size like this one. Without a height it is a width with a name.
  static ObjectNode box(ObjectNode size, int number) {
    ObjectNode box = box(number);
    if (Stream.of("height", "gravity", "padding").noneMatch(size::has)) {
      box.put("fit", "inside").remove("height");
    }
    return box;
  }

  /// A valid size; `contain` allows every option.
  static ObjectNode box(int number) {
    return named(number).put("width", 1).put("height", 1).put("fit", "contain");
  }

  static ObjectNode ratio(int number) {
    ObjectNode size = named(number).put("ratio", "1:1").put("fit", "contain");
    size.putArray("widths").add(1);
    return size;
  }

  private static ObjectNode named(int number) {
    return Json.object().put("name", STAND_IN + "-" + number);
  }
}
