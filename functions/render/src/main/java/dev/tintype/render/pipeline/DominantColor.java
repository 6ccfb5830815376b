package dev.tintype.render.pipeline;

/// The mean colour of the fullest bin of opaque pixels, with 4 bits per channel.
final class DominantColor {

  private static final int OPAQUE = 128;

  private DominantColor() {}

  /// @param rgba pixels, four bytes each
  /// @return `#rrggbb`; black when no pixel is opaque; of equally full bins, the lowest
  static String of(byte[] rgba) {
    int[] count = new int[1 << 12];
    int fullest = 0;
    for (int at = 0; at < rgba.length; at += 4) {
      if ((rgba[at + 3] & 0xff) >= OPAQUE) {
        count[bin(rgba, at)]++;
      }
    }
    for (int bin = 1; bin < count.length; bin++) {
      if (count[bin] > count[fullest]) {
        fullest = bin;
      }
    }
    return count[fullest] == 0 ? "#000000" : mean(rgba, fullest, count[fullest]);
  }

  private static String mean(byte[] rgba, int bin, int count) {
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int at = 0; at < rgba.length; at += 4) {
      if ((rgba[at + 3] & 0xff) >= OPAQUE && bin(rgba, at) == bin) {
        red += rgba[at] & 0xff;
        green += rgba[at + 1] & 0xff;
        blue += rgba[at + 2] & 0xff;
      }
    }
    return String.format(
        "#%02x%02x%02x", rounded(red, count), rounded(green, count), rounded(blue, count));
  }

  private static long rounded(long sum, int count) {
    return (2 * sum + count) / (2L * count);
  }

  private static int bin(byte[] rgba, int at) {
    return (rgba[at] & 0xf0) << 4 | (rgba[at + 1] & 0xf0) | (rgba[at + 2] & 0xf0) >> 4;
  }
}
