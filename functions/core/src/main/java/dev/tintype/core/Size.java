package dev.tintype.core;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// One output geometry of a recipe: a box, and how a picture is brought into it.
///
/// @param name what it is called
/// @param widthPx the box's width, 1 to [Limits#MAX_VARIANT_SIDE]
/// @param heightPx the box's height, 1 to [Limits#MAX_VARIANT_SIDE]; the box has at most
///   [Limits#MAX_VARIANT_PIXELS]
/// @param fit how a picture is brought into the box
/// @param sharpen whether the resized picture is sharpened
/// @param formats what it is made in, instead of the recipe's formats
/// @param watermark whether it shows the recipe's watermark
public record Size(
    SizeName name,
    int widthPx,
    int heightPx,
    Fit fit,
    boolean sharpen,
    Optional<Formats> formats,
    boolean watermark) {

  private static final Fit.Inside WHOLE = new Fit.Inside(false);

  /// @throws IllegalArgumentException when a side is out of range, or when a plain width has a name
  ///   or box of another size
  public Size {
    side("width", widthPx);
    side("height", heightPx);
    if ((long) widthPx * heightPx > Limits.MAX_VARIANT_PIXELS) {
      throw new IllegalArgumentException(
          "sizes must have at most %,d px, not %d × %d"
              .formatted(Limits.MAX_VARIANT_PIXELS, widthPx, heightPx));
    }
    formats.ifPresent(Formats::notNone);
    boolean plain =
        fit.equals(WHOLE)
            && heightPx == tallest(widthPx)
            && name.equals(SizeName.ofWidth(widthPx))
            && !sharpen
            && formats.isEmpty()
            && !watermark;
    if (name.isWidth() && !plain) {
      throw new IllegalArgumentException(
          "sizes that are no plain width must have a name that is no number, not '" + name + "'");
    }
  }

  /// A size without a watermark.
  ///
  /// @throws IllegalArgumentException as for the other constructor
  public Size(
      SizeName name,
      int widthPx,
      int heightPx,
      Fit fit,
      boolean sharpen,
      Optional<Formats> formats) {
    this(name, widthPx, heightPx, fit, sharpen, formats, /* watermark= */ false);
  }

  /// A size that is not sharpened and is made in the recipe's formats.
  ///
  /// @throws IllegalArgumentException as for the other constructor
  public Size(SizeName name, int widthPx, int heightPx, Fit fit) {
    this(name, widthPx, heightPx, fit, /* sharpen= */ false, Optional.empty());
  }

  private static void side(String name, int px) {
    if (px < 1 || px > Limits.MAX_VARIANT_SIDE) {
      throw new IllegalArgumentException(
          "sizes must have a " + name + " from 1 to " + Limits.MAX_VARIANT_SIDE + " px, not " + px);
    }
  }

  /// @return the size that fits pictures inside a width and never enlarges them
  /// @throws IllegalArgumentException when the width is out of range
  public static Size ofWidth(int px) {
    if (px < 1 || px > Limits.MAX_VARIANT_SIDE) {
      throw new IllegalArgumentException(
          "sizes must be from 1 to " + Limits.MAX_VARIANT_SIDE + " px, not " + px);
    }
    return new Size(SizeName.ofWidth(px), px, tallest(px), WHOLE);
  }

  /// @return a plain width for each number of px, in the given order
  /// @throws IllegalArgumentException when a width is out of range
  public static List<Size> widths(int... px) {
    return Arrays.stream(px).mapToObj(Size::ofWidth).toList();
  }

  /// @return whether it shows another part of an image that has a focal point
  public boolean cropsByFocus() {
    return fit instanceof Fit.Cover cover && cover.gravity().givesWayToFocus();
  }

  /// The height of a box that has none: the most that encoders accept and that keeps a variant
  /// within [Limits#MAX_VARIANT_PIXELS].
  static int tallest(int widthPx) {
    return (int) Math.min(Limits.MAX_VARIANT_SIDE, Limits.MAX_VARIANT_PIXELS / widthPx);
  }

  @Override
  public String toString() {
    return name.text();
  }
}
