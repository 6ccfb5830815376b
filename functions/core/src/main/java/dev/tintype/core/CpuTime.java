package dev.tintype.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.core.json.MalformedJson;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// The processor time that one rendering took. Plans are made with it; nothing that is rendered
/// depends on it.
///
/// @param pictureMicros for decoding and resizing, in µs
/// @param fileMicros for each file that was made, in µs, by its name such as `320.avif`
public record CpuTime(long pictureMicros, Map<String, Long> fileMicros) {

  /// More than any rendering takes: 100 processors for a day.
  private static final long MOST_MICROS = 8_640_000_000_000L;

  /// Copies the map.
  ///
  /// @throws IllegalArgumentException when a time is negative, or longer than any rendering
  public CpuTime {
    fileMicros = Map.copyOf(fileMicros);
    require(pictureMicros);
    fileMicros.values().forEach(CpuTime::require);
  }

  private static void require(long micros) {
    if (micros < 0 || micros > MOST_MICROS) {
      throw new IllegalArgumentException("not the time of a rendering: " + micros + " µs");
    }
  }

  /// @return the time of the whole rendering, in µs
  public long micros() {
    return pictureMicros + fileMicros.values().stream().mapToLong(Long::longValue).sum();
  }

  /// @return this as a tree that [#read] reads back equal
  public ObjectNode json() {
    ObjectNode json = Json.object().put("picture", pictureMicros);
    ObjectNode files = json.putObject("files");
    new TreeMap<>(fileMicros).forEach(files::put);
    return json;
  }

  /// @throws MalformedJson when the tree is not the time of a rendering
  public static CpuTime read(JsonObject json) {
    JsonObject files = json.object("files");
    Map<String, Long> micros = new HashMap<>();
    files
        .node()
        .fieldNames()
        .forEachRemaining(name -> micros.put(name, files.integer(name, 0, MOST_MICROS)));
    return new CpuTime(json.integer("picture", 0, MOST_MICROS), micros);
  }
}
