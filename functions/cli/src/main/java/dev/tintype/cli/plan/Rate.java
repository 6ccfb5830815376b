package dev.tintype.cli.plan;

import java.util.SortedMap;
import java.util.TreeMap;

/// The processor time of one kind of work by its pixels, from what was measured. Measurements of
/// similar pixels are averaged. For one thread.
final class Rate {

  private static final class Mean {
    private double pixels;
    private double micros;
    private long count;
  }

  private final SortedMap<Long, Mean> means = new TreeMap<>();

  /// Adds a measurement.
  ///
  /// @param pixels above 0
  void learn(long pixels, long micros) {
    Mean mean = means.computeIfAbsent(Math.round(4 * Math.log((double) pixels)), _ -> new Mean());
    mean.pixels += pixels;
    mean.micros += micros;
    mean.count++;
  }

  /// @return how many measurements there are
  long count() {
    return means.values().stream().mapToLong(mean -> mean.count).sum();
  }

  /// @return the expected time, in µs. There must be a measurement
  Curve curve() {
    SortedMap<Long, Long> points = new TreeMap<>();
    for (Mean mean : means.values()) {
      points.put(
          Math.round(mean.pixels / mean.count), Math.max(1, Math.round(mean.micros / mean.count)));
    }
    return new Curve(points);
  }
}
