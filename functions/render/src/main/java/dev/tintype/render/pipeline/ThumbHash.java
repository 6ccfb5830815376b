package dev.tintype.render.pipeline;

/// Encodes a ThumbHash from its published description: a very small discrete cosine transform of
/// luminance, two colour differences and alpha. https://evanw.github.io/thumbhash/
///
/// It uses the cosines of [StrictMath], so that every machine produces the same bytes.
final class ThumbHash {

  private final int width;
  private final int height;
  private final byte[] rgba;

  private ThumbHash(int width, int height, byte[] rgba) {
    this.width = width;
    this.height = height;
    this.rgba = rgba;
  }

  /// @param width 1 to 100 px
  /// @param height 1 to 100 px
  /// @param rgba pixels, four bytes each, not premultiplied
  /// @return 5 to 25 bytes
  static byte[] encode(int width, int height, byte[] rgba) {
    if (width < 1 || height < 1 || width > 100 || height > 100) {
      throw new IllegalArgumentException("a ThumbHash is made of 1 to 100 px");
    }
    return new ThumbHash(width, height, rgba).encode();
  }

  private byte[] encode() {
    int pixels = width * height;
    double[] mean = meanColor();
    boolean hasAlpha = mean[3] < pixels;
    double[][] planes = planes(mean);

    int luminanceLimit = hasAlpha ? 5 : 7;
    int longest = Math.max(width, height);
    int columns = components(luminanceLimit, width, longest);
    int rows = components(luminanceLimit, height, longest);
    Channel l = Channel.of(planes[0], width, height, Math.max(3, columns), Math.max(3, rows));
    Channel p = Channel.of(planes[1], width, height, 3, 3);
    Channel q = Channel.of(planes[2], width, height, 3, 3);

    boolean landscape = width > height;
    Bits bits = new Bits();
    bits.add(round(63 * l.constant), 6);
    bits.add(round(31.5 + 31.5 * p.constant), 6);
    bits.add(round(31.5 + 31.5 * q.constant), 6);
    bits.add(round(31 * l.scale), 5);
    bits.add(hasAlpha ? 1 : 0, 1);
    bits.add(landscape ? rows : columns, 3);
    bits.add(round(63 * p.scale), 6);
    bits.add(round(63 * q.scale), 6);
    bits.add(landscape ? 1 : 0, 1);
    if (hasAlpha) {
      Channel a = Channel.of(planes[3], width, height, 5, 5);
      bits.add(round(15 * a.constant), 4);
      bits.add(round(15 * a.scale), 4);
      bits.addAll(l, p, q, a);
    } else {
      bits.addAll(l, p, q);
    }
    return bits.toBytes();
  }

  private static int components(int limit, int side, int longest) {
    return Math.max(1, round((double) limit * side / longest));
  }

  /// Mean red, green and blue, weighted by alpha, and the sum of alpha.
  private double[] meanColor() {
    double[] mean = new double[4];
    for (int at = 0; at < rgba.length; at += 4) {
      double alpha = channel(at + 3) / 255.0;
      for (int c = 0; c < 3; c++) {
        mean[c] += alpha / 255.0 * channel(at + c);
      }
      mean[3] += alpha;
    }
    if (mean[3] > 0) {
      for (int c = 0; c < 3; c++) {
        mean[c] /= mean[3];
      }
    }
    return mean;
  }

  /// Luminance, yellow against blue, red against green, alpha; blended over the mean colour.
  private double[][] planes(double[] mean) {
    double[][] planes = new double[4][width * height];
    for (int i = 0, at = 0; at < rgba.length; i++, at += 4) {
      double alpha = channel(at + 3) / 255.0;
      double red = mean[0] * (1 - alpha) + alpha / 255.0 * channel(at);
      double green = mean[1] * (1 - alpha) + alpha / 255.0 * channel(at + 1);
      double blue = mean[2] * (1 - alpha) + alpha / 255.0 * channel(at + 2);
      planes[0][i] = (red + green + blue) / 3;
      planes[1][i] = (red + green) / 2 - blue;
      planes[2][i] = red - green;
      planes[3][i] = alpha;
    }
    return planes;
  }

  private int channel(int at) {
    return rgba[at] & 0xff;
  }

  private static int round(double value) {
    return (int) Math.floor(value + 0.5);
  }

  /// One transformed plane: its mean, its varying part scaled to 0–1, and that scale.
  private static final class Channel {
    private final double constant;
    private final double scale;
    private final double[] varying;

    private Channel(double constant, double scale, double[] varying) {
      this.constant = constant;
      this.scale = scale;
      this.varying = varying;
    }

    static Channel of(double[] plane, int width, int height, int columns, int rows) {
      double constant = 0;
      double scale = 0;
      double[] varying = new double[columns * rows];
      int count = 0;
      for (int cy = 0; cy < rows; cy++) {
        for (int cx = 0; cx * rows < columns * (rows - cy); cx++) {
          double f = coefficient(plane, width, height, cx, cy);
          if (cx > 0 || cy > 0) {
            varying[count++] = f;
            scale = Math.max(scale, Math.abs(f));
          } else {
            constant = f;
          }
        }
      }
      double[] scaled = new double[count];
      for (int i = 0; i < count; i++) {
        scaled[i] = scale > 0 ? 0.5 + 0.5 / scale * varying[i] : varying[i];
      }
      return new Channel(constant, scale, scaled);
    }

    private static double coefficient(double[] plane, int width, int height, int cx, int cy) {
      double[] across = new double[width];
      for (int x = 0; x < width; x++) {
        across[x] = StrictMath.cos(Math.PI / width * cx * (x + 0.5));
      }
      double f = 0;
      for (int y = 0; y < height; y++) {
        double down = StrictMath.cos(Math.PI / height * cy * (y + 0.5));
        for (int x = 0; x < width; x++) {
          f += plane[x + y * width] * across[x] * down;
        }
      }
      return f / (width * height);
    }
  }

  /// A bit string; the lowest bit of each byte comes first.
  private static final class Bits {
    private final byte[] bytes = new byte[64];
    private int count;

    void add(int value, int width) {
      for (int i = 0; i < width; i++, count++) {
        bytes[count >> 3] |= (byte) ((value >> i & 1) << (count & 7));
      }
    }

    void addAll(Channel... channels) {
      for (Channel channel : channels) {
        for (double f : channel.varying) {
          add(round(15 * f), 4);
        }
      }
    }

    byte[] toBytes() {
      return java.util.Arrays.copyOf(bytes, (count + 7) >> 3);
    }
  }
}
