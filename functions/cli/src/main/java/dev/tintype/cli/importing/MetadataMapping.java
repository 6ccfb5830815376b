package dev.tintype.cli.importing;

import dev.tintype.core.Metadata;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The metadata that imported images get.
///
/// @param all that of every image
/// @param byName what an image of this name has beside it; it wins where both have a key
public record MetadataMapping(Metadata all, Map<String, Metadata> byName) {

  /// Copies the map.
  public MetadataMapping {
    byName = Map.copyOf(byName);
  }

  /// Reads a file with one JSON object, such as `{"trip/sea.jpg": {"album": "42"}}`.
  ///
  /// @param all the metadata of every image
  /// @param file absent when no image has metadata of its own
  /// @throws InvalidSetting when the file cannot be read, or an image would have metadata over a
  ///   limit
  public static MetadataMapping of(Metadata all, Optional<Path> file) {
    Map<String, Metadata> byName = new HashMap<>();
    if (file.isPresent()) {
      JsonObject json = read(file.get());
      json.node().fieldNames().forEachRemaining(name -> byName.put(name, own(all, json, name)));
    }
    return new MetadataMapping(all, byName);
  }

  private static JsonObject read(Path file) {
    try {
      return Json.parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new InvalidSetting("The mapping " + file + " cannot be read: " + e.getMessage() + ".");
    } catch (MalformedJson e) {
      throw new InvalidSetting("The mapping " + file + " is not right: " + e.getMessage() + ".");
    }
  }

  private static Metadata own(Metadata all, JsonObject json, String name) {
    try {
      Map<String, Optional<String>> changes = new HashMap<>();
      JsonObject own = json.object(name);
      own.node().fieldNames().forEachRemaining(k -> changes.put(k, Optional.of(own.text(k))));
      return all.with(changes);
    } catch (Metadata.Invalid | MalformedJson e) {
      throw new InvalidSetting("The mapping of " + name + " is not right: " + e.getMessage() + ".");
    }
  }

  /// @param name the path of a file below the source
  /// @return the metadata of the image that is made of it
  public Metadata of(String name) {
    return byName.getOrDefault(name, all);
  }
}
