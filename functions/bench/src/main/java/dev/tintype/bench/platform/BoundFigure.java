package dev.tintype.bench.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;

/// The cost of the encodes alone of some photographs.
///
/// @param first the number of the first photograph
/// @param count the number of photographs
/// @param wallSeconds of all encodes, one photograph after another, each on all processors
/// @param cpuSeconds of all encodes
public record BoundFigure(int first, int count, double wallSeconds, double cpuSeconds) {

  /// The prefix of bounds' ids.
  public static final String PREFIX = "bound/";

  /// @return the figure as JSON
  public ObjectNode json() {
    return Json.object()
        .put("id", PREFIX + first + "+" + count)
        .put("first", first)
        .put("count", count)
        .put("wallSeconds", wallSeconds)
        .put("cpuSeconds", cpuSeconds);
  }

  /// Parses the result of [#json].
  public static BoundFigure read(JsonObject figure) {
    ObjectNode json = figure.node();
    return new BoundFigure(
        json.path("first").asInt(),
        json.path("count").asInt(),
        json.path("wallSeconds").asDouble(),
        json.path("cpuSeconds").asDouble());
  }
}
