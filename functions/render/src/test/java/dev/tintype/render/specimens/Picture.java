package dev.tintype.render.specimens;

import java.util.Arrays;

/// Pixels in 8-bit sRGB with alpha, not premultiplied.
public final class Picture {

  private final int width;
  private final int height;
  private final int[] argb;

  /// @param width px
  /// @param height px
  /// @param argb one number per pixel, row by row; not copied
  public Picture(int width, int height, int[] argb) {
    if (argb.length != width * height) {
      throw new IllegalArgumentException(width + "×" + height + " is not " + argb.length + " px");
    }
    this.width = width;
    this.height = height;
    this.argb = argb;
  }

  /// Returns the colour of each pixel.
  @FunctionalInterface
  public interface Painter {
    /// @return alpha, red, green, blue; alpha in the highest byte
    int at(int x, int y);
  }

  /// A picture computed pixel by pixel.
  public static Picture paint(int width, int height, Painter painter) {
    int[] argb = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        argb[y * width + x] = painter.at(x, y);
      }
    }
    return new Picture(width, height, argb);
  }

  /// A picture of one colour.
  public static Picture plain(int width, int height, int argb) {
    int[] pixels = new int[width * height];
    Arrays.fill(pixels, argb);
    return new Picture(width, height, pixels);
  }

  /// A photo-like scene: colour gradients, waves, a bright disc and a dark bar. Waves, disc and bar
  /// vary in luminance only, since most formats halve the colour resolution. It has no symmetry, so
  /// every orientation looks different.
  public static Picture scene(int width, int height) {
    return paint(
        width,
        height,
        (x, y) -> {
          double across = (x + 0.5) / width;
          double down = (y + 0.5) / height;
          double waves =
              18 * Math.sin(9 * across + 23 * down * down) * Math.cos(14 * across * down);
          double red = 40 + 170 * across + waves;
          double green = 60 + 140 * down + waves;
          double blue = 200 - 120 * across * down + waves;
          boolean disc = Math.hypot(across - 0.3, down - 0.3) < 0.18;
          boolean bar = across > 0.7 && down > 0.6 && down < 0.8;
          double light = disc ? 45 : bar ? -35 : 0;
          return rgb(red + light, green + light, blue + light);
        });
  }

  /// The scene with transparency that increases from left to right, and a fully transparent corner.
  public static Picture glass(int width, int height) {
    Picture scene = scene(width, height);
    return paint(
        width,
        height,
        (x, y) -> {
          boolean corner = x < width / 4 && y < height / 4;
          int alpha = corner ? 0 : 55 + 200 * x / Math.max(1, width - 1);
          return (scene.at(x, y) & 0xffffff) | alpha << 24;
        });
  }

  /// An opaque colour, each channel rounded and clamped.
  public static int rgb(double red, double green, double blue) {
    return 0xff << 24 | channel(red) << 16 | channel(green) << 8 | channel(blue);
  }

  private static int channel(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }

  /// @return px
  public int width() {
    return width;
  }

  /// @return px
  public int height() {
    return height;
  }

  /// @return the colour of a pixel
  public int at(int x, int y) {
    return argb[y * width + x];
  }

  /// @return red, green, blue and alpha of a pixel
  public int[] channels(int x, int y) {
    int pixel = at(x, y);
    return new int[] {pixel >> 16 & 0xff, pixel >> 8 & 0xff, pixel & 0xff, pixel >>> 24};
  }

  /// @return whether a pixel is not opaque
  public boolean hasAlpha() {
    return Arrays.stream(argb).anyMatch(pixel -> pixel >>> 24 != 255);
  }

  /// This picture as a camera with the given EXIF orientation stores it. Applying the orientation
  /// restores this picture.
  ///
  /// @param orientation 1 to 8
  public Picture stored(int orientation) {
    int right = width - 1;
    int bottom = height - 1;
    return switch (orientation) {
      case 1 -> this;
      case 2 -> paint(width, height, (x, y) -> at(right - x, y));
      case 3 -> paint(width, height, (x, y) -> at(right - x, bottom - y));
      case 4 -> paint(width, height, (x, y) -> at(x, bottom - y));
      case 5 -> turned((x, y) -> at(y, x));
      case 6 -> turned((x, y) -> at(right - y, x));
      case 7 -> turned((x, y) -> at(right - y, bottom - x));
      case 8 -> turned((x, y) -> at(y, bottom - x));
      default -> throw new IllegalArgumentException("no orientation " + orientation);
    };
  }

  private Picture turned(Painter painter) {
    return paint(/* width= */ height, /* height= */ width, painter);
  }

  /// This picture over a background, opaque.
  public Picture over(int rgb) {
    return paint(
        width,
        height,
        (x, y) -> {
          int[] c = channels(x, y);
          double alpha = c[3] / 255.0;
          return rgb(
              c[0] * alpha + (rgb >> 16 & 0xff) * (1 - alpha),
              c[1] * alpha + (rgb >> 8 & 0xff) * (1 - alpha),
              c[2] * alpha + (rgb & 0xff) * (1 - alpha));
        });
  }

  /// A part of this picture.
  public Picture cut(int left, int top, int cutWidth, int cutHeight) {
    return paint(cutWidth, cutHeight, (x, y) -> at(left + x, top + y));
  }

  /// This picture with every pixel changed by a function.
  public Picture mapped(java.util.function.IntUnaryOperator each) {
    return paint(width, height, (x, y) -> each.applyAsInt(at(x, y)));
  }

  /// This picture reduced by the mean of the area that each new pixel covers, weighted by alpha.
  public Picture resized(int newWidth, int newHeight) {
    return new AreaMean(this, newWidth, newHeight).picture();
  }
}
