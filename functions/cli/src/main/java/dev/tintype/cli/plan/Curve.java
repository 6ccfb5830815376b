package dev.tintype.cli.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// How long the files of one image and kind are, by their number of pixels. Between two known files
/// the logarithm of the length is interpolated over that of the pixels.
final class Curve {

  /// By how many powers of the pixels the length grows, if only one file is known.
  private static final double SLOPE = 0.85;

  private static final double LOWEST_SLOPE = 0.6;
  private static final double HIGHEST_SLOPE = 1.1;

  private record Point(double pixels, double bytes) {}

  private final List<Point> points = new ArrayList<>();

  /// @param bytesByPixels at least one file, all numbers above 0
  Curve(SortedMap<Long, Long> bytesByPixels) {
    for (Map.Entry<Long, Long> each : bytesByPixels.entrySet()) {
      double bytes = Math.max(1, each.getValue());
      points.add(new Point(Math.log((double) each.getKey()), Math.log(bytes)));
    }
  }

  /// @param pixels of all frames, above 0
  /// @return the expected length, bytes
  double at(long pixels) {
    double at = Math.log((double) pixels);
    int above = 0;
    while (above < points.size() && points.get(above).pixels() < at) {
      above++;
    }
    boolean isInside = above > 0 && above < points.size();
    Point near = points.get(Math.min(above, points.size() - 1));
    return Math.exp(near.bytes() + (at - near.pixels()) * slope(above, isInside));
  }

  private double slope(int above, boolean isInside) {
    if (points.size() == 1) {
      return SLOPE;
    }
    int upper = Math.clamp(above, 1, points.size() - 1);
    Point low = points.get(upper - 1);
    Point high = points.get(upper);
    double slope = (high.bytes() - low.bytes()) / (high.pixels() - low.pixels());
    return isInside ? slope : Math.clamp(slope, LOWEST_SLOPE, HIGHEST_SLOPE);
  }
}
