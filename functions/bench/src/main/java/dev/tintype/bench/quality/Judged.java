package dev.tintype.bench.quality;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.bench.quality.Studio.Shot;
import dev.tintype.core.Format;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The scored variants of all camera photographs under one recipe.
///
/// @param id for example `quality/fast`
/// @param shots the variants
public record Judged(String id, List<Shot> shots) {

  /// Copies the list.
  public Judged {
    shots = List.copyOf(shots);
  }

  /// @return the mean SSIMULACRA2 of a format at a size
  public double meanScore(Format format, int size) {
    return of(format, size).mapToDouble(Shot::score).average().orElseThrow();
  }

  /// @return the lowest SSIMULACRA2 of a format at a size
  public double lowestScore(Format format, int size) {
    return of(format, size).mapToDouble(Shot::score).min().orElseThrow();
  }

  /// @return the highest SSIMULACRA2 of a format at a size
  public double highestScore(Format format, int size) {
    return of(format, size).mapToDouble(Shot::score).max().orElseThrow();
  }

  /// @return the bytes of a format at a size, all photographs together
  public long bytes(Format format, int size) {
    return of(format, size).mapToLong(Shot::bytes).sum();
  }

  private Stream<Shot> of(Format format, int size) {
    return shots.stream().filter(shot -> shot.format() == format && shot.size() == size);
  }

  /// @return this as JSON
  public ObjectNode json() {
    ObjectNode json = Json.object().put("id", id);
    ArrayNode array = json.putArray("shots");
    for (Shot shot : shots) {
      array
          .addObject()
          .put("photo", shot.photo())
          .put("format", shot.format().id())
          .put("size", shot.size())
          .put("bytes", shot.bytes())
          .put("score", shot.score());
    }
    return json;
  }

  /// Parses the result of [#json].
  public static Judged read(JsonObject json) {
    List<Shot> shots = new ArrayList<>();
    for (JsonObject shot : json.objects("shots")) {
      shots.add(
          new Shot(
              shot.text("photo"),
              Format.byId(shot.text("format")),
              shot.int32("size", 1, Integer.MAX_VALUE),
              shot.integer("bytes", 0, Long.MAX_VALUE),
              shot.node().path("score").asDouble()));
    }
    return new Judged(json.text("id"), shots);
  }
}
