package dev.tintype.render.color;

import java.util.Optional;

/// The chromaticities of full red, green and blue, and of white.
///
/// @param red full red
/// @param green full green
/// @param blue full blue
/// @param white all three at full strength
public record Primaries(
    Chromaticity red, Chromaticity green, Chromaticity blue, Chromaticity white) {

  /// The primaries of sRGB and BT.709.
  static final Primaries SRGB = of(0.640, 0.330, 0.300, 0.600, 0.150, 0.060, Chromaticity.D65);

  private static final Primaries BT2020 =
      of(0.708, 0.292, 0.170, 0.797, 0.131, 0.046, Chromaticity.D65);

  /// The Bradford matrix from XYZ to cone responses (ICC.1:2022, annex E).
  private static final Matrix3 CONES =
      new Matrix3(
          new double[] {0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296});

  private static final Chromaticity ILLUMINANT_C = new Chromaticity(0.310, 0.316);
  private static final Chromaticity EQUAL_ENERGY = new Chromaticity(1.0 / 3, 1.0 / 3);
  private static final Chromaticity CINEMA = new Chromaticity(0.314, 0.351);

  private static Primaries of(
      double redX,
      double redY,
      double greenX,
      double greenY,
      double blueX,
      double blueY,
      Chromaticity white) {
    return new Primaries(
        new Chromaticity(redX, redY),
        new Chromaticity(greenX, greenY),
        new Chromaticity(blueX, blueY),
        white);
  }

  /// Returns the primaries of a code point (ITU-T H.273, table 2).
  ///
  /// @return empty for reserved and unspecified codes
  static Optional<Primaries> byCode(int code) {
    return Optional.ofNullable(
        switch (code) {
          case 1 -> SRGB;
          case 4 -> of(0.67, 0.33, 0.21, 0.71, 0.14, 0.08, ILLUMINANT_C);
          case 5 -> of(0.64, 0.33, 0.29, 0.60, 0.15, 0.06, Chromaticity.D65);
          case 6, 7 -> of(0.630, 0.340, 0.310, 0.595, 0.155, 0.070, Chromaticity.D65);
          case 8 -> of(0.681, 0.319, 0.243, 0.692, 0.145, 0.049, ILLUMINANT_C);
          case 9 -> BT2020;
          case 10 -> of(1, 0, 0, 1, 0, 0, EQUAL_ENERGY);
          case 11 -> of(0.680, 0.320, 0.265, 0.690, 0.150, 0.060, CINEMA);
          case 12 -> of(0.680, 0.320, 0.265, 0.690, 0.150, 0.060, Chromaticity.D65);
          case 22 -> of(0.630, 0.340, 0.295, 0.605, 0.155, 0.077, Chromaticity.D65);
          default -> null;
        });
  }

  /// Returns whether these equal the primaries of sRGB, apart from rounding.
  boolean areSrgb() {
    return near(SRGB);
  }

  boolean areBt2020() {
    return near(BT2020);
  }

  private boolean near(Primaries other) {
    return red.near(other.red)
        && green.near(other.green)
        && blue.near(other.blue)
        && white.near(other.white);
  }

  /// Returns whether they are usable: no two are alike, and white is inside their triangle.
  boolean areUsable() {
    return red.exists()
        && green.exists()
        && blue.exists()
        && white.exists()
        && white.y() > 0.01
        && columns().invertible()
        && minimum(weights()) > 0;
  }

  /// Returns the matrix from light of these primaries to light of sRGB's; white stays white.
  ///
  /// @return nine numbers, row by row
  public double[] toSrgb() {
    Matrix3 adapted = adapt(white, Chromaticity.D65).times(toXyz());
    return SRGB.toXyz().inverse().times(adapted).rows();
  }

  /// Returns the contribution of each primary to luminance.
  ///
  /// @return three numbers whose sum is 1
  public double[] luminance() {
    double[] rows = toXyz().rows();
    return new double[] {rows[3], rows[4], rows[5]};
  }

  private Matrix3 toXyz() {
    return columns().times(Matrix3.diagonal(weights()));
  }

  private Matrix3 columns() {
    return Matrix3.ofColumns(red.xyz(), green.xyz(), blue.xyz());
  }

  /// Returns the amount of each primary in white of luminance 1.
  private double[] weights() {
    return columns().inverse().times(whitePoint(white));
  }

  private static double[] whitePoint(Chromaticity white) {
    double[] xyz = white.xyz();
    return new double[] {xyz[0] / xyz[1], 1, xyz[2] / xyz[1]};
  }

  private static Matrix3 adapt(Chromaticity from, Chromaticity to) {
    double[] one = CONES.times(whitePoint(from));
    double[] other = CONES.times(whitePoint(to));
    double[] gain = {other[0] / one[0], other[1] / one[1], other[2] / one[2]};
    return CONES.inverse().times(Matrix3.diagonal(gain)).times(CONES);
  }

  private static double minimum(double[] three) {
    return Math.min(three[0], Math.min(three[1], three[2]));
  }
}
