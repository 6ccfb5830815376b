package dev.tintype.render.golden;

import dev.tintype.render.specimens.Picture;

/// The visual similarity of two opaque pictures of the same size.
///
/// @param ssim mean structural similarity of their luminance over windows of 8 × 8 px
///   (https://doi.org/10.1109/TIP.2003.819861); 1 for equal pictures
/// @param deltaE mean colour difference, CIE 1976; 2.3 is just noticeable
record Likeness(double ssim, double deltaE) {

  private static final int WINDOW = 8;
  private static final double C1 = 6.5025;
  private static final double C2 = 58.5225;

  static Likeness of(Picture one, Picture other) {
    if (one.width() != other.width() || one.height() != other.height()) {
      throw new IllegalArgumentException(
          "%d×%d against %d×%d"
              .formatted(one.width(), one.height(), other.width(), other.height()));
    }
    double ssim = 0;
    int windows = 0;
    for (int y = 0; y < one.height(); y += WINDOW) {
      for (int x = 0; x < one.width(); x += WINDOW) {
        ssim += window(one, other, x, y);
        windows++;
      }
    }
    double difference = 0;
    for (int y = 0; y < one.height(); y++) {
      for (int x = 0; x < one.width(); x++) {
        difference += Lab.of(one.at(x, y)).distance(Lab.of(other.at(x, y)));
      }
    }
    return new Likeness(ssim / windows, difference / (one.width() * (double) one.height()));
  }

  private static double window(Picture one, Picture other, int left, int top) {
    int right = Math.min(left + WINDOW, one.width());
    int bottom = Math.min(top + WINDOW, one.height());
    double a = 0;
    double b = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    int n = (right - left) * (bottom - top);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        double p = luma(one.at(x, y));
        double q = luma(other.at(x, y));
        a += p;
        b += q;
        aa += p * p;
        bb += q * q;
        ab += p * q;
      }
    }
    double meanA = a / n;
    double meanB = b / n;
    double varA = aa / n - meanA * meanA;
    double varB = bb / n - meanB * meanB;
    double both = ab / n - meanA * meanB;
    return (2 * meanA * meanB + C1)
        * (2 * both + C2)
        / ((meanA * meanA + meanB * meanB + C1) * (varA + varB + C2));
  }

  private static double luma(int argb) {
    return 0.299 * (argb >> 16 & 0xff) + 0.587 * (argb >> 8 & 0xff) + 0.114 * (argb & 0xff);
  }

  /// A colour in CIELAB under D65.
  private record Lab(double l, double a, double b) {

    static Lab of(int argb) {
      double red = linear(argb >> 16 & 0xff);
      double green = linear(argb >> 8 & 0xff);
      double blue = linear(argb & 0xff);
      double x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
      double y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue);
      double z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
      return new Lab(116 * y - 16, 500 * (x - y), 200 * (y - z));
    }

    private static double linear(int value) {
      double v = value / 255.0;
      return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }

    private static double curve(double t) {
      return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16.0 / 116;
    }

    double distance(Lab other) {
      return Math.sqrt(
          (l - other.l) * (l - other.l)
              + (a - other.a) * (a - other.a)
              + (b - other.b) * (b - other.b));
    }
  }
}
