package dev.tintype.render.plan;

import dev.tintype.core.Watermark;

/// Where a watermark is placed on a variant, and how large it is there.
///
/// @param x px from the left edge, at least 0
/// @param y px from the upper edge, at least 0
/// @param size its sides; it lies inside the variant
public record Overlay(int x, int y, Dimensions size) {

  /// Places a watermark. It keeps its shape, and is smaller than its share of the width where it
  /// would be higher than the variant without its margins.
  ///
  /// @param output the size of the variant
  /// @param image the size of the watermark's file
  public static Overlay of(Watermark watermark, Dimensions output, Dimensions image) {
    int shorter = Math.min(output.width(), output.height());
    int margin = (int) ((long) shorter * watermark.marginPercent() / 100);
    Dimensions room = new Dimensions(output.width() - 2 * margin, output.height() - 2 * margin);
    int width = Math.min(widest(watermark, output), room.width());
    Dimensions size = new Dimensions(width, room.height()).largestPart(image);
    return new Overlay(
        margin + watermark.gravity().left(room.width() - size.width()),
        margin + watermark.gravity().above(room.height() - size.height()),
        size);
  }

  /// @return the width of the watermark where no height limits it, px
  static int widest(Watermark watermark, Dimensions output) {
    return (int) Math.max(1, ((long) output.width() * watermark.widthPercent() + 50) / 100);
  }
}
