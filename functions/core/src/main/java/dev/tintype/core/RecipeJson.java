package dev.tintype.core;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A recipe as JSON, in the form used by configuration files, job records and digests.
public final class RecipeJson {

  private static final Set<String> FIELDS =
      Set.of("name", "sizes", "formats", "background", "animation");

  private RecipeJson() {}

  /// @throws MalformedJson when a field is missing, unknown, of the wrong type or out of range
  public static Recipe read(JsonObject json) {
    json.only(FIELDS);
    try {
      return new Recipe(
          json.text("name"),
          SizeJson.read(json, "sizes"),
          formats(json.object("formats")),
          json.text("background"),
          json.bool("animation"));
    } catch (IllegalArgumentException e) {
      throw new MalformedJson((json.path().isEmpty() ? "" : json.path() + ".") + e.getMessage(), e);
    }
  }

  private static Map<Format, List<Encoding>> formats(JsonObject json) {
    json.only(Stream.of(Format.values()).map(Format::id).collect(Collectors.toSet()));
    Map<Format, List<Encoding>> formats = new EnumMap<>(Format.class);
    json.node()
        .fieldNames()
        .forEachRemaining(id -> {
          Format format = Format.byId(id);
          formats.put(format, encodings(json, format));
        });
    return formats;
  }

  private static List<Encoding> encodings(JsonObject json, Format format) {
    List<Encoding> encodings = new ArrayList<>();
    for (JsonObject options : json.objects(format.id())) {
      options.only(Set.of("upTo", "quality", "effort"));
      encodings.add(
          new Encoding(
              options.has("upTo")
                  ? options.int32("upTo", 1, Limits.MAX_VARIANT_SIDE)
                  : Encoding.ANY_WIDTH,
              options.int32("quality", 1, 100),
              options.int32("effort", 0, Encoding.maxEffort(format))));
    }
    return encodings;
  }

  /// @return the recipe as a tree that [#read] reads back equal
  public static ObjectNode write(Recipe recipe) {
    ObjectNode json = Json.object();
    json.put("name", recipe.name());
    SizeJson.write(recipe.sizes(), json.putArray("sizes"));
    ObjectNode formats = json.putObject("formats");
    recipe
        .formats()
        .forEach((format, encodings) -> write(formats.putArray(format.id()), encodings));
    json.put("background", recipe.background());
    json.put("animation", recipe.animation());
    return json;
  }

  private static void write(ArrayNode array, List<Encoding> encodings) {
    for (Encoding encoding : encodings) {
      ObjectNode options = array.addObject();
      if (encoding.upToPx() != Encoding.ANY_WIDTH) {
        options.put("upTo", encoding.upToPx());
      }
      options.put("quality", encoding.quality()).put("effort", encoding.effort());
    }
  }
}
