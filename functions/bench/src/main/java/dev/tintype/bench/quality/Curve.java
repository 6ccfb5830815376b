package dev.tintype.bench.quality;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Format;
import dev.tintype.core.json.Json;
import java.util.Map;
import java.util.Objects;

/// The quality and bytes that one encoder at one effort needs to reach [#TARGET].
///
/// @param format the encoder
/// @param effort its effort
/// @param points by size in px
public record Curve(Format format, int effort, Map<Integer, Point> points) {

  /// The SSIMULACRA2 score to reach.
  public static final double TARGET = 72;

  /// Copies the map.
  public Curve {
    points = Map.copyOf(points);
  }

  /// The values at one size.
  ///
  /// @param quality on the encoder's own scale, interpolated
  /// @param bytes of all camera photographs together, interpolated
  public record Point(double quality, long bytes) {}

  /// @return the values at a size in px
  public Point at(int size) {
    return Objects.requireNonNull(points.get(size), "the size was not measured");
  }

  /// @return the id of the stored figure
  public static String id(Format format, int effort) {
    return "curve/" + format.id() + "/" + effort;
  }

  /// @param cpu CPU seconds for the 12 MP photograph when the recipe has only this format
  /// @return the figure as JSON
  public ObjectNode json(double cpu) {
    ObjectNode json = Json.object().put("id", id(format, effort)).put("cpu", cpu);
    ObjectNode sizes = json.putObject("sizes");
    points.forEach((size, point) ->
        sizes
            .putObject(Integer.toString(size))
            .put("quality", point.quality())
            .put("bytes", point.bytes()));
    return json;
  }
}
