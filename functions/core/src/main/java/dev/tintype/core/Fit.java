package dev.tintype.core;

/// How a picture is brought into the box of a size.
public sealed interface Fit {

  /// @return whether a picture that is smaller than the box is enlarged
  boolean enlarge();

  /// The whole picture, within the box.
  record Inside(boolean enlarge) implements Fit {}

  /// The picture fills the box; what does not fit is cut off. A picture that is smaller than the
  /// box and not enlarged is cut to the box's aspect ratio.
  ///
  /// @param gravity the part that is kept
  record Cover(boolean enlarge, Gravity gravity) implements Fit {}

  /// The whole picture, and padding up to exactly the box.
  ///
  /// @param gravity where the picture is placed
  /// @param padding what is around it
  record Contain(boolean enlarge, Gravity gravity, Padding padding) implements Fit {}

  /// What is around a contained picture.
  enum Padding {
    /// The recipe's background.
    BACKGROUND,
    /// Nothing, where the format has transparency; else the recipe's background.
    TRANSPARENT
  }
}
