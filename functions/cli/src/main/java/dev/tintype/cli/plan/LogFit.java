package dev.tintype.cli.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// A number of files of one kind, such as their length, by what is known before they are made: the
/// logarithm of the number is fitted to those of the file's pixels, of its part of the original's
/// pixels, of the original's bytes for each pixel, and of its coarseness. For one thread.
final class LogFit {

  /// Fewer files tell too little.
  private static final int LEAST = 20;

  /// About the middle of the logarithms of pixels, so that the features hardly depend on one
  /// another.
  private static final double MIDDLE = 13;

  private record Point(double[] features, double value) {}

  private final List<Point> points = new ArrayList<>();
  private double @Nullable [] weights;
  private double scale;

  /// @param pixels of the file
  /// @param value above 0
  void learn(long pixels, OriginalFile original, double value) {
    points.add(new Point(features(pixels, original), value));
    weights = null;
  }

  private static double[] features(long pixels, OriginalFile original) {
    double size = Math.log((double) pixels) - MIDDLE;
    double part = Math.log((double) pixels / original.pixels());
    double density = Math.log(original.density());
    double coarseness = original.coarseness().map(Math::log).orElse(0.0);
    return new double[] {1, size, size * size, part, density, density * part, coarseness};
  }

  /// @return how many files were learned from
  int count() {
    return points.size();
  }

  /// @return whether enough files were learned from
  boolean isKnown() {
    return points.size() >= LEAST;
  }

  /// @param pixels of the file
  /// @return the expected number. There must be a file to learn from
  double at(long pixels, OriginalFile original) {
    double[] fitted = fitted();
    return scale * Math.exp(sum(fitted, features(pixels, original)));
  }

  /// By how much these files exceed what another kind of files would be for the same originals. It
  /// is known from a few files.
  ///
  /// @param other is known
  /// @return the factor; absent without a file
  OptionalDouble ratioTo(LogFit other) {
    if (points.isEmpty()) {
      return OptionalDouble.empty();
    }
    double[] fitted = other.fitted();
    double wanted =
        points.stream()
            .mapToDouble(point -> other.scale * Math.exp(sum(fitted, point.features())))
            .sum();
    return OptionalDouble.of(points.stream().mapToDouble(Point::value).sum() / wanted);
  }

  /// A mean of logarithms is too small: the sum of what is expected is scaled to that of the
  /// points.
  private double[] fitted() {
    double[] known = weights;
    if (known != null) {
      return known;
    }
    LeastSquares squares = new LeastSquares(points.getFirst().features().length);
    points.forEach(point -> squares.add(point.features(), Math.log(point.value())));
    double[] fresh = squares.weights();
    scale =
        points.stream().mapToDouble(Point::value).sum()
            / points.stream().mapToDouble(point -> Math.exp(sum(fresh, point.features()))).sum();
    weights = fresh;
    return fresh;
  }

  private static double sum(double[] weights, double[] features) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * features[i];
    }
    return sum;
  }
}
