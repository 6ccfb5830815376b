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
  record Cover(boolean enlarge, Aim gravity) implements Fit {}

  /// The whole picture, and padding up to exactly the box.
  ///
  /// @param gravity where the picture is placed
  /// @param padding what is around it
  record Contain(boolean enlarge, Gravity gravity, Padding padding) implements Fit {}

  /// Which part of a picture a crop keeps.
  sealed interface Aim permits Gravity, Attention {
    /// @return its name in recipes
    String id();

    /// @return whether the focal point of an image decides instead, when the image has one
    boolean givesWayToFocus();
  }

  /// The part that libvips finds most interesting: edges, saturated colours and colours of skin.
  record Attention() implements Aim {
    @Override
    public String id() {
      return "attention";
    }

    @Override
    public boolean givesWayToFocus() {
      return true;
    }
  }

  /// What is around a contained picture.
  enum Padding {
    /// The recipe's background.
    BACKGROUND,
    /// Nothing, where the format has transparency; else the recipe's background.
    TRANSPARENT
  }
}
