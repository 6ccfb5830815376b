package dev.tintype.render.color;

/// A colour without its brightness (CIE 1931).
///
/// @param x the proportion of X, 0 to 1
/// @param y the proportion of Y, 0 to 1
public record Chromaticity(double x, double y) {

  /// D65, the white of sRGB and most displays.
  static final Chromaticity D65 = new Chromaticity(0.3127, 0.3290);

  /// The largest distance at which two values count as equal; files contain rounded numbers.
  private static final double ROUNDED = 0.0015;

  /// @return X, Y and Z, whose sum is 1
  double[] xyz() {
    return new double[] {x, y, 1 - x - y};
  }

  boolean near(Chromaticity other) {
    return Math.abs(x - other.x) <= ROUNDED && Math.abs(y - other.y) <= ROUNDED;
  }

  boolean exists() {
    return x >= 0 && y >= 0 && x + y <= 1 + ROUNDED;
  }
}
