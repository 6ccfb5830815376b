package dev.tintype.render.plan;

import dev.tintype.core.Limits;

/// Width and height of one frame.
///
/// @param width px, at least 1
/// @param height px, at least 1
public record Dimensions(int width, int height) {

  /// @throws IllegalArgumentException when a side is below 1
  public Dimensions {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("no side is below 1 px: " + width + "×" + height);
    }
  }

  /// Fits an image inside `sizePx` × min(16,000, ⌊16,000,000 / sizePx⌋): each side `max(1,
  /// round(exact))`, never larger than the original.
  ///
  /// @param sizePx the recipe's size, 1 to 16,000
  public Dimensions fit(int sizePx) {
    long maxHeight = Math.min(Limits.MAX_VARIANT_SIDE, Limits.MAX_VARIANT_PIXELS / sizePx);
    if (width <= sizePx && height <= maxHeight) {
      return this;
    }
    boolean widthDecides = (long) sizePx * height <= maxHeight * width;
    return widthDecides
        ? new Dimensions(sizePx, scaled(height, sizePx, width))
        : new Dimensions(scaled(width, maxHeight, height), (int) maxHeight);
  }

  /// @return this with width and height exchanged
  public Dimensions turned() {
    return new Dimensions(/* width= */ height, /* height= */ width);
  }

  /// @return width × height
  public long pixels() {
    return (long) width * height;
  }

  /// The nearest whole number to `side * to / from`, at least 1.
  private static int scaled(int side, long to, long from) {
    return (int) Math.max(1, (2L * side * to + from) / (2 * from));
  }

  @Override
  public String toString() {
    return width + "×" + height;
  }
}
