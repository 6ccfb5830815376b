package dev.tintype.cli.harness;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/// Small generated images.
public final class Photos {

  private Photos() {}

  /// @param seed determines the content, and so the digest
  /// @return a JPEG
  public static byte[] jpeg(int width, int height, long seed) {
    return encoded(width, height, seed, "jpeg");
  }

  /// @param seed determines the content, and so the digest
  /// @return a PNG
  public static byte[] png(int width, int height, long seed) {
    return encoded(width, height, seed, "png");
  }

  private static byte[] encoded(int width, int height, long seed, String format) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int tint = random.nextInt(0x1000000);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, tint ^ (x * 5) ^ ((y * 3) << 8) ^ (random.nextInt(8) << 16));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalStateException("no encoder for " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// @return a JPEG whose pixel data is damaged in the middle
  public static byte[] corrupt(long seed) {
    byte[] bytes = jpeg(200, 150, seed);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 200; i++) {
      bytes[i] = (byte) 0xff;
    }
    return bytes;
  }

  /// @return a JPEG that ends in the middle
  public static byte[] truncated(long seed) {
    byte[] bytes = jpeg(200, 150, seed);
    return java.util.Arrays.copyOf(bytes, bytes.length / 2);
  }
}
