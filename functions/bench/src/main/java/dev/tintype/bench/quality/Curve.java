package dev.tintype.bench.quality;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.core.Format;
import dev.tintype.core.json.Json;
import java.util.Map;
import java.util.Objects;

/// What one encoder at one effort needs to look like [#TARGET].
///
/// @param format which encoder
/// @param effort how hard it tries
/// @param points by size in px
public record Curve(Format format, int effort, Map<Integer, Point> points) {

  /// The SSIMULACRA2 that is matched.
  public static final double TARGET = 72;

  /// Copies the map.
  public Curve {
    points = Map.copyOf(points);
  }

  /// At one size.
  ///
  /// @param quality on the encoder's own scale, interpolated
  /// @param bytes of all camera photographs together, interpolated
  public record Point(double quality, long bytes) {}

  /// @return what it needs at a size in px
  public Point at(int size) {
    return Objects.requireNonNull(points.get(size), "the size was not measured");
  }

  /// @return the id it is kept under
  public static String id(Format format, int effort) {
    return "curve/" + format.id() + "/" + effort;
  }

  /// @param cpu seconds for the 12 MP photograph when the recipe has only this
  /// @return this as JSON
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
