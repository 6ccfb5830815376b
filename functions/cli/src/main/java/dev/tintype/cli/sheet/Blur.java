package dev.tintype.cli.sheet;

import java.util.Base64;

/// Decodes a ThumbHash to pixels, according to https://evanw.github.io/thumbhash/
final class Blur {

  private static final int LONGEST_PX = 32;

  private final byte[] hash;
  private int bit;

  private Blur(byte[] hash) {
    this.hash = hash;
  }

  /// @return a `data:` URL of a small PNG; empty when the text is not a ThumbHash
  static String dataUrl(String base64) {
    byte[] hash = Base64.getDecoder().decode(base64);
    return hash.length < 5
        ? ""
        : "data:image/png;base64," + Base64.getEncoder().encodeToString(new Blur(hash).png());
  }

  private byte[] png() {
    double luminance = bits(6) / 63.0;
    double yellowBlue = bits(6) / 31.5 - 1;
    double redGreen = bits(6) / 31.5 - 1;
    double luminanceScale = bits(5) / 31.0;
    boolean alpha = bits(1) == 1;
    int shorter = bits(3);
    double yellowBlueScale = bits(6) / 63.0 * 1.25;
    double redGreenScale = bits(6) / 63.0 * 1.25;
    boolean landscape = bits(1) == 1;
    int longer = alpha ? 5 : 7;
    double opacity = alpha ? bits(4) / 15.0 : 1;
    double opacityScale = alpha ? bits(4) / 15.0 : 0;
    int columns = landscape ? longer : shorter;
    int rows = landscape ? shorter : longer;
    Waves l = waves(luminance, luminanceScale, Math.max(3, columns), Math.max(3, rows));
    Waves p = waves(yellowBlue, yellowBlueScale, 3, 3);
    Waves q = waves(redGreen, redGreenScale, 3, 3);
    Waves a = alpha ? waves(opacity, opacityScale, 5, 5) : new Waves(1, new double[1][1]);
    double aspect = (double) Math.max(1, columns) / Math.max(1, rows);
    int width = aspect > 1 ? LONGEST_PX : (int) Math.round(LONGEST_PX * aspect);
    int height = aspect > 1 ? (int) Math.round(LONGEST_PX / aspect) : LONGEST_PX;
    return SmallPng.of(width, height, rgba(width, height, new Waves[] {l, p, q, a}));
  }

  private static byte[] rgba(int width, int height, Waves[] channels) {
    byte[] rgba = new byte[width * height * 4];
    for (int y = 0, at = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double u = Math.PI * (x + 0.5) / width;
        double v = Math.PI * (y + 0.5) / height;
        double l = channels[0].at(u, v);
        double q = channels[2].at(u, v);
        double blue = l - 2.0 / 3 * channels[1].at(u, v);
        double red = (3 * l - blue + q) / 2;
        rgba[at++] = level(red);
        rgba[at++] = level(red - q);
        rgba[at++] = level(blue);
        rgba[at++] = level(channels[3].at(u, v));
      }
    }
    return rgba;
  }

  private static byte level(double value) {
    return (byte) Math.round(255 * Math.clamp(value, 0, 1));
  }

  private Waves waves(double constant, double scale, int columns, int rows) {
    double[][] strengths = new double[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = row == 0 ? 1 : 0; column * rows < columns * (rows - row); column++) {
        strengths[row][column] = (bits(4) / 7.5 - 1) * scale;
      }
    }
    return new Waves(constant, strengths);
  }

  /// Reads bits; zeroes follow the end of a hash that is too short.
  private int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++, bit++) {
      int set = bit >> 3 < hash.length ? hash[bit >> 3] >> (bit & 7) & 1 : 0;
      value |= set << i;
    }
    return value;
  }

  /// One channel as a sum of cosines.
  private static final class Waves {
    private final double constant;
    private final double[][] strengths;

    Waves(double constant, double[][] strengths) {
      this.constant = constant;
      this.strengths = strengths;
    }

    double at(double u, double v) {
      double sum = constant;
      for (int row = 0; row < strengths.length; row++) {
        for (int column = 0; column < strengths[row].length; column++) {
          sum += strengths[row][column] * Math.cos(u * column) * Math.cos(v * row) * 2;
        }
      }
      return sum;
    }
  }
}
