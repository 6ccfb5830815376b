package dev.tintype.bench.quality;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the quality with which an encoder reaches [Curve#TARGET], between two that bracket it.
public final class CurveSearch {

  private final Studio studio;

  /// @param studio encodes and scores
  public CurveSearch(Studio studio) {
    this.studio = studio;
  }

  /// @return the values of the encoder at this effort
  public Curve find(Format format, int effort) throws IOException {
    int low = format == Format.AVIF ? 54 : 64;
    int high = low + (format == Format.AVIF ? 6 : 10);
    Judged poorer = judge(format, effort, low);
    Judged better = judge(format, effort, high);
    Map<Integer, Curve.Point> points = new LinkedHashMap<>();
    for (int size : Studio.SIZES) {
      double from = poorer.meanScore(format, size);
      double t = (Curve.TARGET - from) / (better.meanScore(format, size) - from);
      double smaller = Math.log((double) poorer.bytes(format, size));
      double larger = Math.log((double) better.bytes(format, size));
      points.put(
          size,
          new Curve.Point(
              low + t * (high - low), Math.round(Math.exp(smaller + t * (larger - smaller)))));
    }
    return new Curve(format, effort, points);
  }

  private Judged judge(Format format, int effort, int quality) throws IOException {
    Encoding encoding = new Encoding(Encoding.ANY_WIDTH, quality, effort);
    return studio.judge(
        Curve.id(format, effort) + "/" + quality,
        new Recipe(
            "only",
            Studio.SIZES.stream().map(Size::ofWidth).toList(),
            Map.of(format, List.of(encoding)),
            "#ffffff",
            true));
  }
}
