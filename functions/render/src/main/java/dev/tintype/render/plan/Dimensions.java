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

  /// Fits an image inside the box of a recipe's size: each side `max(1, round(exact))`.
  ///
  /// @param enlarge whether the result may be larger than the original
  Dimensions fit(Size size, boolean enlarge) {
    Dimensions box = new Dimensions(size.widthPx(), size.heightPx());
    return !enlarge && isWithin(box) ? this : fitted(box);
  }

  private Dimensions fitted(Dimensions box) {
    boolean widthDecides = (long) box.width * height <= (long) box.height * width;
    return widthDecides
        ? new Dimensions(box.width, Math.min(box.height, scaled(height, box.width, width)))
        : new Dimensions(Math.min(box.width, scaled(width, box.height, height)), box.height);
  }

  /// @return this shape, shrunk so that it lies inside the other; this if it does already
  Dimensions shrunkInto(Dimensions other) {
    return isWithin(other) ? this : fitted(other);
  }

  /// @return whether no side is longer than the other's
  boolean isWithin(Dimensions other) {
    return width <= other.width && height <= other.height;
  }

  /// @return the largest part of this that has the shape of the other
  Dimensions largestPart(Dimensions shape) {
    return shape.fitted(this);
  }

  /// Scales this as a part of it is scaled, so that it has room for the scaled part.
  ///
  /// @param part a part of this
  /// @param to what the part becomes
  /// @return at most this
  Dimensions scaledSoThat(Dimensions part, Dimensions to) {
    boolean wider = (long) to.width * part.height >= (long) to.height * part.width;
    return wider ? scaled(to.width, part.width) : scaled(to.height, part.height);
  }

  private Dimensions scaled(int to, int from) {
    return to >= from
        ? this
        : new Dimensions(scaledUp(width, to, from), scaledUp(height, to, from));
  }

  /// The next whole number from `side * to / from`.
  private static int scaledUp(int side, long to, long from) {
    return (int) ((side * to + from - 1) / from);
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
