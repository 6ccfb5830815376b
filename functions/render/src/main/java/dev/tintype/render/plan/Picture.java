package dev.tintype.render.plan;

import dev.tintype.core.Manifest.OriginalInfo;
import dev.tintype.core.OriginalFormat;
import java.util.stream.Stream;

/// What a plan depends on of an original.
///
/// @param upright width and height of one frame once the orientation is applied
/// @param frames at least 1
/// @param isFlat whether it is a drawing, a diagram, a logo or a screenshot rather than a photo
public record Picture(Dimensions upright, int frames, boolean isFlat) {

  /// The most bits per pixel of the file of a flat original. `docs/recipes.md` has the
  /// measurements.
  private static final int FLAT_BITS = 2;

  /// @return what the header says
  public static Picture of(Header header) {
    Dimensions upright = header.oriented();
    return new Picture(
        upright,
        header.frames(),
        isFlat(header.format(), upright, header.frames(), header.bytes()));
  }

  /// @param original as in a manifest
  /// @param bytes the length of the original's file
  /// @return what the manifest says: the same as the header that it was made from
  /// @throws IllegalArgumentException when a side is below 1
  public static Picture of(OriginalInfo original, long bytes) {
    Dimensions upright = new Dimensions(original.width(), original.height());
    boolean isFlat =
        Stream.of(OriginalFormat.values())
            .filter(format -> format.id().equals(original.format()))
            .anyMatch(format -> isFlat(format, upright, original.frames(), bytes));
    return new Picture(upright, original.frames(), isFlat);
  }

  /// Returns whether an original is a still PNG or GIF whose file is very small for its pixels.
  /// This needs no decoding, and the worker knows every number in it.
  private static boolean isFlat(OriginalFormat format, Dimensions upright, int frames, long bytes) {
    return switch (format) {
      case PNG, GIF -> frames == 1 && 8 * bytes <= FLAT_BITS * upright.pixels();
      case JPEG, WEBP, AVIF, TIFF -> false;
    };
  }
}
