package dev.tintype.bench.platform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The result of one load test.
///
/// @param piece the photographs and the number of workers
/// @param seconds run time of `tintype upload`
/// @param states number of images by final state
/// @param idleMillis response times of `POST /images` before the load
/// @param loadMillis response times of `POST /images` during the load
/// @param serverCpuSeconds of the server, during the load
/// @param workersCpuSeconds of workers and renderers, during the load
/// @param residentBytes of the server, each second of the load
/// @param peakBytes of the server
public record LoadFigure(
    Piece piece,
    double seconds,
    Map<String, Integer> states,
    List<Double> idleMillis,
    List<Double> loadMillis,
    double serverCpuSeconds,
    double workersCpuSeconds,
    List<Long> residentBytes,
    long peakBytes) {

  /// The prefix of loads' ids.
  public static final String PREFIX = "load/";

  /// @return the number of images that became ready
  public int ready() {
    return states.getOrDefault("ready", 0);
  }

  /// @return the figure as JSON
  public ObjectNode json() {
    ObjectNode json = Json.object().put("id", PREFIX + piece.id());
    json.set("piece", piece.json());
    json.put("seconds", seconds)
        .put("serverCpuSeconds", serverCpuSeconds)
        .put("workersCpuSeconds", workersCpuSeconds)
        .put("peakBytes", peakBytes);
    ObjectNode all = json.putObject("states");
    states.forEach(all::put);
    put(json.putArray("idleMillis"), idleMillis);
    put(json.putArray("loadMillis"), loadMillis);
    ArrayNode resident = json.putArray("residentBytes");
    residentBytes.forEach(resident::add);
    return json;
  }

  private static void put(ArrayNode array, List<Double> values) {
    values.forEach(value -> array.add(Math.round(value * 1000) / 1000.0));
  }

  /// Parses the result of [#json].
  public static LoadFigure read(JsonObject figure) {
    ObjectNode json = figure.node();
    Map<String, Integer> states = new java.util.HashMap<>();
    json.path("states")
        .properties()
        .forEach(state -> states.put(state.getKey(), state.getValue().asInt()));
    List<Long> resident = new ArrayList<>();
    json.path("residentBytes").forEach(bytes -> resident.add(bytes.asLong()));
    return new LoadFigure(
        Piece.read(figure.object("piece")),
        json.path("seconds").asDouble(),
        states,
        doubles(json, "idleMillis"),
        doubles(json, "loadMillis"),
        json.path("serverCpuSeconds").asDouble(),
        json.path("workersCpuSeconds").asDouble(),
        resident,
        json.path("peakBytes").asLong());
  }

  private static List<Double> doubles(ObjectNode json, String name) {
    List<Double> values = new ArrayList<>();
    json.path(name).forEach(value -> values.add(value.asDouble()));
    return values;
  }
}
