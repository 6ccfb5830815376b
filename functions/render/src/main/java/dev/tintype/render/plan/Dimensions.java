package dev.tintype.render.plan;

import dev.tintype.core.Size;

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

  /// Fits an image inside the box of a recipe's size: each side `max(1, round(exact))`, never
  /// larger than the original.
  Dimensions fit(Size size) {
    int maxWidth = size.widthPx();
    int maxHeight = size.maxHeightPx();
    if (width <= maxWidth && height <= maxHeight) {
      return this;
    }
    boolean widthDecides = (long) maxWidth * height <= (long) maxHeight * width;
    return widthDecides
        ? new Dimensions(maxWidth, scaled(height, maxWidth, width))
        : new Dimensions(scaled(width, maxHeight, height), maxHeight);
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
