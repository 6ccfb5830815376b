package dev.tintype.bench.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.bench.contestant.Sample;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// One line of the benchmark: several contestants, measured in turns.
///
/// @param id the measurement, such as `p12/fast`
/// @param contestants the samples of each, by name; all have the same number of samples
/// @param peakBytes the highest resident memory of each
public record Row(String id, Map<String, List<Sample>> contestants, Map<String, Long> peakBytes) {

  /// Copies the maps, keeping their order.
  public Row {
    contestants = Collections.unmodifiableMap(new LinkedHashMap<>(contestants));
    peakBytes = Map.copyOf(peakBytes);
  }

  /// @return the samples of a contestant
  public List<Sample> samples(String contestant) {
    List<Sample> samples = contestants.get(contestant);
    if (samples == null) {
      throw new IllegalArgumentException(id + " did not measure " + contestant);
    }
    return samples;
  }

  /// @return CPU seconds of both processes
  public Spread cpu(String contestant) {
    return spread(contestant, Sample::totalCpu);
  }

  /// @return wall-clock seconds
  public Spread wall(String contestant) {
    return spread(contestant, Sample::wall);
  }

  /// @return one contestant's CPU divided by another's, round by round
  public Spread cpuRatio(String contestant, String other) {
    return pairs(contestant, other, (one, two) -> one.totalCpu() / two.totalCpu());
  }

  /// @return one contestant's CPU minus another's in seconds, round by round
  public Spread cpuDifference(String contestant, String other) {
    return pairs(contestant, other, (one, two) -> one.totalCpu() - two.totalCpu());
  }

  /// @return one contestant's wall time minus another's in seconds, round by round
  public Spread wallDifference(String contestant, String other) {
    return pairs(contestant, other, (one, two) -> one.wall() - two.wall());
  }

  /// @return one figure per sample of a contestant
  public Spread spread(String contestant, ToDoubleFunction<Sample> figure) {
    return Spread.of(samples(contestant).stream().mapToDouble(figure).toArray());
  }

  private Spread pairs(String contestant, String other, ToDoubleBiFunction<Sample, Sample> figure) {
    List<Sample> ours = samples(contestant);
    List<Sample> theirs = samples(other);
    return Spread.of(
        IntStream.range(0, Math.min(ours.size(), theirs.size()))
            .mapToDouble(i -> figure.applyAsDouble(ours.get(i), theirs.get(i)))
            .toArray());
  }

  /// @return whether it was measured
  public boolean has(String contestant) {
    return contestants.containsKey(contestant);
  }

  /// @return the row as JSON
  public ObjectNode json() {
    ObjectNode json = Json.object().put("id", id);
    ObjectNode all = json.putObject("contestants");
    contestants.forEach((name, samples) -> {
      ObjectNode one = all.putObject(name);
      one.put("peakBytes", peakBytes.getOrDefault(name, 0L));
      ArrayNode array = one.putArray("samples");
      for (Sample sample : samples) {
        array
            .addObject()
            .put("cpu", sample.cpu())
            .put("parentCpu", sample.parentCpu())
            .put("wall", sample.wall())
            .put("bytes", sample.bytes());
      }
    });
    return json;
  }

  /// Parses the result of [#json].
  public static Row read(JsonObject json) {
    Map<String, List<Sample>> contestants = new LinkedHashMap<>();
    Map<String, Long> peaks = new LinkedHashMap<>();
    JsonObject all = json.object("contestants");
    for (Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> field :
        all.node().properties()) {
      JsonObject one = all.object(field.getKey());
      peaks.put(field.getKey(), one.integer("peakBytes", 0, Long.MAX_VALUE));
      contestants.put(field.getKey(), one.objects("samples").stream().map(Row::sample).toList());
    }
    return new Row(json.text("id"), contestants, peaks);
  }

  private static Sample sample(JsonObject json) {
    ObjectNode node = json.node();
    return new Sample(
        node.path("cpu").asDouble(),
        node.path("parentCpu").asDouble(),
        node.path("wall").asDouble(),
        json.integer("bytes", 0, Long.MAX_VALUE));
  }
}
