package dev.tintype.bench.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;

/// What the encodes alone of some photographs cost.
///
/// @param first the number of the first photograph
/// @param count how many
/// @param wallSeconds of all encodes, one photograph after the other, each on all processors
/// @param cpuSeconds of all encodes
public record BoundFigure(int first, int count, double wallSeconds, double cpuSeconds) {

  /// What ids of bounds begin with.
  public static final String PREFIX = "bound/";

  /// @return it as JSON
  public ObjectNode json() {
    return Json.object()
        .put("id", PREFIX + first + "+" + count)
        .put("first", first)
        .put("count", count)
        .put("wallSeconds", wallSeconds)
        .put("cpuSeconds", cpuSeconds);
  }

  /// Reads what [#json] wrote.
  public static BoundFigure read(JsonObject figure) {
    ObjectNode json = figure.node();
    return new BoundFigure(
        json.path("first").asInt(),
        json.path("count").asInt(),
        json.path("wallSeconds").asDouble(),
        json.path("cpuSeconds").asDouble());
  }
}
