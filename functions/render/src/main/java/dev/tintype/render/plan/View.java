package dev.tintype.render.plan;

import dev.tintype.core.Fit;
import dev.tintype.core.Focus;
import dev.tintype.core.Gravity;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.Watermark;
import dev.tintype.render.plan.View.Crop.Attention;
import dev.tintype.render.plan.View.Crop.Window;
import java.util.Optional;

/// How one size shows an original: which part of it, at which size, and with which padding.
///
/// @param picture the size of the shown part
/// @param crop the shown part of the upright original; absent for all of it
/// @param padding what is around the picture; absent for nothing
/// @param sharpened whether the picture is sharpened after the resize
/// @param watermark what is laid over the result; absent for nothing
public record View(
    Dimensions picture,
    Optional<Crop> crop,
    Optional<Padding> padding,
    boolean sharpened,
    Optional<Watermark> watermark) {

  /// A view that is not sharpened and has no watermark.
  View(Dimensions picture, Optional<Crop> crop, Optional<Padding> padding) {
    this(picture, crop, padding, /* sharpened= */ false, Optional.empty());
  }

  /// A part of the upright original.
  public sealed interface Crop {

    /// @return its sides, each at most the original's
    Dimensions size();

    /// A part whose place depends on the pixels. The plan does not know it.
    ///
    /// @param size its sides
    record Attention(Dimensions size) implements Crop {}

    /// A part whose place is known.
    ///
    /// @param x px from the left edge, at least 0
    /// @param y px from the upper edge, at least 0
    /// @param size its sides; the part lies inside the original
    record Window(int x, int y, Dimensions size) implements Crop {

      /// Places a part so that its centre is as near to a point as the picture allows. Each edge is
      /// at a whole pixel: the nearest one, and of two equally near ones the left or upper one, as
      /// for a part in the centre.
      ///
      /// @param original the size of the upright original
      /// @param size the sides of the part, each at most the original's
      public static Window around(Focus focus, Dimensions original, Dimensions size) {
        return new Window(
            before(focus.x(), original.width(), size.width()),
            before(focus.y(), original.height(), size.height()),
            size);
      }

      /// Rounds `focus * whole / SCALE - part / 2`, where a half is rounded down.
      private static int before(int focus, int whole, int part) {
        long doubled = 2L * focus * whole - (long) Focus.SCALE * part;
        long nearest = Math.floorDiv(doubled + Focus.SCALE - 1, 2L * Focus.SCALE);
        return Math.clamp(nearest, 0, whole - part);
      }

      /// Returns the same part of a resized picture, to the nearest pixel. If it would miss the
      /// wanted size by one pixel, it has the wanted size, so that it need not be resized again.
      ///
      /// @param original the size of the upright original
      /// @param resized the size of the resized picture
      /// @param wanted the size that the part will have
      public Window within(Dimensions original, Dimensions resized, Dimensions wanted) {
        Window part = within(original, resized);
        if (Math.abs(part.size.width() - wanted.width()) > 1
            || Math.abs(part.size.height() - wanted.height()) > 1
            || wanted.width() > resized.width()
            || wanted.height() > resized.height()) {
          return part;
        }
        return new Window(
            Math.min(part.x, resized.width() - wanted.width()),
            Math.min(part.y, resized.height() - wanted.height()),
            wanted);
      }

      private Window within(Dimensions original, Dimensions resized) {
        int left = near(x, resized.width(), original.width(), resized.width() - 1);
        int top = near(y, resized.height(), original.height(), resized.height() - 1);
        int right = near(x + size.width(), resized.width(), original.width(), resized.width());
        int bottom = near(y + size.height(), resized.height(), original.height(), resized.height());
        return new Window(
            left, top, new Dimensions(Math.max(1, right - left), Math.max(1, bottom - top)));
      }

      private static int near(int px, int to, int from, int most) {
        return (int) Math.min(most, (2L * px * to + from) / (2L * from));
      }
    }
  }

  /// The surroundings of a picture.
  ///
  /// @param x px on the left of the picture
  /// @param y px above the picture
  /// @param whole the size with the padding
  /// @param transparent whether it is transparent; else it has the recipe's background
  public record Padding(int x, int y, Dimensions whole, boolean transparent) {}

  /// @return the view of a whole picture
  static View whole(Dimensions size) {
    return new View(size, Optional.empty(), Optional.empty());
  }

  /// @param original the size of the upright original
  /// @param size a size of the recipe
  /// @param focus the focal point of the original, if it has one
  static View of(Dimensions original, Recipe recipe, Size size, Optional<Focus> focus) {
    return of(original, size, focus).marked(recipe.watermarkOf(size));
  }

  /// The view without a watermark.
  ///
  /// @param original the size of the upright original
  /// @param focus the focal point of the original, if it has one
  static View of(Dimensions original, Size size, Optional<Focus> focus) {
    View view =
        switch (size.fit()) {
          case Fit.Inside inside -> whole(original.fit(size, inside.enlarge()));
          case Fit.Cover cover -> cover(original, size, cover, focus);
          case Fit.Contain contain -> contain(original, size, contain);
        };
    return view.sharpened(size.sharpen());
  }

  private View sharpened(boolean sharpen) {
    return new View(picture, crop, padding, sharpen, watermark);
  }

  private View marked(Optional<Watermark> mark) {
    return new View(picture, crop, padding, sharpened, mark);
  }

  /// @return what is sharpened and marked to get this view; this if nothing is
  View untreated() {
    return sharpened(false).marked(Optional.empty());
  }

  private static View cover(
      Dimensions original, Size size, Fit.Cover cover, Optional<Focus> focus) {
    Dimensions box = new Dimensions(size.widthPx(), size.heightPx());
    Dimensions output = cover.enlarge() ? box : box.shrunkInto(original);
    Dimensions part = original.largestPart(output);
    if (part.equals(original)) {
      return whole(output);
    }
    Crop crop =
        focus
            .filter(_ -> cover.gravity().givesWayToFocus())
            .<Crop>map(at -> Window.around(at, original, part))
            .orElseGet(() -> crop(original, part, cover.gravity()));
    return new View(output, Optional.of(crop), Optional.empty());
  }

  private static Crop crop(Dimensions original, Dimensions part, Fit.Aim aim) {
    return switch (aim) {
      case Gravity gravity ->
          new Window(
              gravity.left(original.width() - part.width()),
              gravity.above(original.height() - part.height()),
              part);
      case Fit.Attention _ -> new Attention(part);
    };
  }

  private static View contain(Dimensions original, Size size, Fit.Contain contain) {
    Dimensions box = new Dimensions(size.widthPx(), size.heightPx());
    Dimensions picture = original.fit(size, contain.enlarge());
    if (picture.equals(box)) {
      return whole(picture);
    }
    Gravity gravity = contain.gravity();
    Padding padding =
        new Padding(
            gravity.left(box.width() - picture.width()),
            gravity.above(box.height() - picture.height()),
            box,
            contain.padding() == Fit.Padding.TRANSPARENT);
    return new View(picture, Optional.empty(), Optional.of(padding));
  }

  /// @return the size of the result, with padding
  public Dimensions output() {
    return padding.map(Padding::whole).orElse(picture);
  }

  /// @return whether its padding makes it transparent
  public boolean isPaddedTransparently() {
    return padding.filter(Padding::transparent).isPresent();
  }

  /// @param original the size of the upright original
  /// @return whether it is the whole picture without padding, neither enlarged, sharpened nor
  ///   marked
  boolean isWhole(Dimensions original) {
    return crop.isEmpty()
        && padding.isEmpty()
        && !sharpened
        && watermark.isEmpty()
        && picture.isWithin(original);
  }

  /// @param original the size of the upright original
  /// @return the size of the whole picture at the scale of this view, at most that of the original
  Dimensions scaledWhole(Dimensions original) {
    return crop.map(part -> original.scaledSoThat(part.size(), picture))
        .orElse(picture.isWithin(original) ? picture : original);
  }
}
