package dev.tintype.chaos.stack;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/// Small generated originals. The same number always gives the same bytes.
public final class Originals {

  /// The mark that the stack's workers treat as poison.
  static final String POISON = "tintype chaos: poison";

  /// Their width, in px.
  public static final int WIDTH = 96;

  /// Their height, in px.
  public static final int HEIGHT = 64;

  private Originals() {}

  /// @return a JPEG
  public static byte[] jpeg(long number) {
    return jpeg(number, WIDTH, HEIGHT);
  }

  /// @return a JPEG of 640 × 480 px
  public static byte[] larger(long number) {
    return jpeg(number, 640, 480);
  }

  private static byte[] jpeg(long number, int width, int height) {
    SplittableRandom random = new SplittableRandom(number);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int base = random.nextInt(1 << 24);
    int slope = random.nextInt(1, 4);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int shade = (x * slope + y) & 0xff;
        image.setRGB(x, y, (base + (shade << 16 | shade << 8 | shade)) & 0xffffff);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "jpeg", bytes)) {
        throw new IllegalStateException("this Java machine writes no JPEG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// @return a JPEG that ends in the middle
  public static byte[] truncated(long number) {
    byte[] whole = jpeg(number);
    return Arrays.copyOf(whole, whole.length - whole.length / 4);
  }

  /// @return the JPEG with a comment on which the stack's workers kill their renderer
  public static byte[] poison(byte[] whole) {
    byte[] text = POISON.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(whole, 0, 2);
    out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) (text.length + 2)});
    out.writeBytes(text);
    out.write(whole, 2, whole.length - 2);
    return out.toByteArray();
  }
}
