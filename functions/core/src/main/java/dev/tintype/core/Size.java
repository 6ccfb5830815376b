package dev.tintype.core;

import java.util.Arrays;
import java.util.List;

/// One output geometry of a recipe: a width that variants fit inside, never enlarged.
///
/// @param widthPx the box's width, 1 to [Limits#MAX_VARIANT_SIDE]
public record Size(int widthPx) implements Comparable<Size> {

  /// @throws IllegalArgumentException when the width is out of range
  public Size {
    if (widthPx < 1 || widthPx > Limits.MAX_VARIANT_SIDE) {
      throw new IllegalArgumentException(
          "sizes must be from 1 to " + Limits.MAX_VARIANT_SIDE + " px, not " + widthPx);
    }
  }

  /// @return a size for each width in px, in the given order
  /// @throws IllegalArgumentException when a width is out of range
  public static List<Size> widths(int... px) {
    return Arrays.stream(px).mapToObj(Size::new).toList();
  }

  /// @return the box's height in px: the most that encoders take and that keeps a variant within
  ///   [Limits#MAX_VARIANT_PIXELS]
  public int maxHeightPx() {
    return (int) Math.min(Limits.MAX_VARIANT_SIDE, Limits.MAX_VARIANT_PIXELS / widthPx);
  }

  /// @return what it is called in keys and on pages, such as `320`
  String name() {
    return Integer.toString(widthPx);
  }

  /// Orders by width.
  @Override
  public int compareTo(Size other) {
    return Integer.compare(widthPx, other.widthPx);
  }

  @Override
  public String toString() {
    return name();
  }
}
