package dev.tintype.bench.platform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;

/// A series of photographs that is measured in one go, with a number of workers.
///
/// @param first the number of the first photograph, from 0
/// @param count the number of photographs
/// @param workers worker processes; 0 for the server's default
/// @param encoders files that each worker encodes at once; 0 for the server's default
public record Piece(int first, int count, int workers, int encoders) {

  /// @return whether the server uses its defaults
  public boolean isUsual() {
    return workers == 0 && encoders == 0;
  }

  /// @return an id, such as `0+250/2x1`
  public String id() {
    return first + "+" + count + "/" + (isUsual() ? "usual" : workers + "x" + encoders);
  }

  ObjectNode json() {
    return Json.object()
        .put("first", first)
        .put("count", count)
        .put("workers", workers)
        .put("encoders", encoders);
  }

  static Piece read(JsonObject json) {
    ObjectNode node = json.node();
    return new Piece(
        node.path("first").asInt(),
        node.path("count").asInt(),
        node.path("workers").asInt(),
        node.path("encoders").asInt());
  }
}
