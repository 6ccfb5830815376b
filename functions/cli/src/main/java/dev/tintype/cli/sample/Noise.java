package dev.tintype.cli.sample;

/// Smooth random numbers over a plane. The same seed and position give the same number.
///
/// @param seed selects the plane
record Noise(long seed) {

  /// The rotation of each octave, so that their grids do not show.
  private static final double TURN = 0.6435;

  /// @return a sum of octaves, each with twice the frequency and half the amplitude, from -1 to 1
  double fractal(double x, double y, int octaves) {
    double sum = 0;
    double strength = 0.5;
    double u = x;
    double v = y;
    for (int i = 0; i < octaves; i++) {
      sum += strength * smooth(u + 17.3 * i, v - 9.1 * i);
      strength /= 2;
      double turned = 2 * (u * Math.cos(TURN) - v * Math.sin(TURN));
      v = 2 * (u * Math.sin(TURN) + v * Math.cos(TURN));
      u = turned;
    }
    return sum;
  }

  /// @return a number from -1 to 1 that changes smoothly within one unit
  double smooth(double x, double y) {
    double left = Math.floor(x);
    double top = Math.floor(y);
    double u = ease(x - left);
    double v = ease(y - top);
    double upper = mix(at((long) left, (long) top), at((long) left + 1, (long) top), u);
    double lower = mix(at((long) left, (long) top + 1), at((long) left + 1, (long) top + 1), u);
    return mix(upper, lower, v);
  }

  /// @return a number from -1 to 1, independent of its neighbours
  double at(long x, long y) {
    long bits = seed * 0x9E3779B97F4A7C15L + x * 0xBF58476D1CE4E5B9L + y * 0x94D049BB133111EBL;
    bits = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
    return (bits ^ bits >>> 31) / (double) Long.MAX_VALUE;
  }

  private static double ease(double t) {
    return t * t * t * (t * (t * 6 - 15) + 10);
  }

  static double mix(double a, double b, double share) {
    return a + (b - a) * share;
  }
}
