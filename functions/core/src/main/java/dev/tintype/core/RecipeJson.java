package dev.tintype.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A recipe as JSON, in the form used by configuration files, job records and digests.
public final class RecipeJson {

  private static final Set<String> FIELDS =
      Set.of("name", "sizes", "formats", "background", "animation", "watermark", "graphics");

  private RecipeJson() {}

  /// @throws MalformedJson when a field is missing, unknown, of the wrong type or out of range
  public static Recipe read(JsonObject json) {
    json.only(FIELDS);
    try {
      String name = json.text("name");
      List<Size> sizes = sizes(json);
      return new Recipe(
          name,
          sizes,
          formats(json, sizes),
          json.text("background"),
          json.bool("animation"),
          Watermark.in(json),
          graphics(json));
    } catch (IllegalArgumentException e) {
      throw new MalformedJson((json.path().isEmpty() ? "" : json.path() + ".") + e.getMessage(), e);
    }
  }

  /// Reads the sizes of a recipe alone. Nothing is compared with other fields.
  ///
  /// @throws MalformedJson when an element is no size
  /// @throws IllegalArgumentException when a value is out of range
  public static List<Size> sizes(JsonObject json) {
    return SizeJson.read(json, "sizes");
  }

  /// Absent only when no size needs them.
  private static Formats formats(JsonObject json, List<Size> sizes) {
    boolean needed = sizes.stream().anyMatch(size -> size.formats().isEmpty());
    return needed || json.has("formats") ? FormatsJson.read(json.object("formats")) : Formats.NONE;
  }

  private static Optional<Formats> graphics(JsonObject json) {
    if (!json.has("graphics")) {
      return Optional.empty();
    }
    JsonObject graphics = json.object("graphics");
    try {
      return Optional.of(FormatsJson.read(graphics));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("graphics: " + e.getMessage(), e);
    }
  }

  /// @return the recipe as a tree that [#read] reads back equal
  public static ObjectNode write(Recipe recipe) {
    ObjectNode json = Json.object();
    json.put("name", recipe.name());
    SizeJson.write(recipe.sizes(), json.putArray("sizes"));
    if (!recipe.formats().all().isEmpty()) {
      FormatsJson.write(recipe.formats(), json.putObject("formats"));
    }
    json.put("background", recipe.background());
    json.put("animation", recipe.animation());
    recipe
        .graphics()
        .ifPresent(graphics -> FormatsJson.write(graphics, json.putObject("graphics")));
    recipe.watermark().ifPresent(watermark -> watermark.putInto(json));
    return json;
  }
}
