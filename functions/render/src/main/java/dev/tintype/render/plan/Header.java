package dev.tintype.render.plan;

import dev.tintype.core.OriginalFormat;

/// The facts about an original before any pixel is decoded.
///
/// @param format the format of its bytes
/// @param stored width and height of one frame as stored
/// @param orientation EXIF orientation, 1 to 8
/// @param frames at least 1
/// @param bands channels with alpha, 1 to 5
/// @param bitsPerChannel 1 to 32
/// @param alpha whether it has transparency
/// @param heldPixels how many pixels its decoder holds at once, beyond a few rows. For a
///   progressive JPEG, an Adam7 PNG or a lossless WebP that is all of them; for a TIFF, one strip
///   or one row of tiles
/// @param colors what determines its colours
/// @param bytes length of the file
public record Header(
    OriginalFormat format,
    Dimensions stored,
    int orientation,
    int frames,
    int bands,
    int bitsPerChannel,
    boolean alpha,
    long heldPixels,
    ColorSource colors,
    long bytes) {

  /// @throws IllegalArgumentException when a value is out of range
  public Header {
    require(orientation >= 1 && orientation <= 8, "orientation");
    require(frames >= 1, "frames");
    require(bands >= 1 && bands <= 64, "bands");
    require(bitsPerChannel >= 1 && bitsPerChannel <= 128, "bitsPerChannel");
    require(heldPixels >= 0, "heldPixels");
    require(bytes >= 0, "bytes");
  }

  /// The most bits per pixel of the file of a flat original. `docs/recipes.md` has the
  /// measurements.
  private static final int FLAT_BITS = 2;

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("header: " + what + " is out of range");
    }
  }

  /// @return a copy with another colour source
  public Header with(ColorSource other) {
    return new Header(
        format,
        stored,
        orientation,
        frames,
        bands,
        bitsPerChannel,
        alpha,
        heldPixels,
        other,
        bytes);
  }

  /// @return whether an ICC profile is applied
  public boolean profile() {
    return colors == ColorSource.PROFILE;
  }

  /// @return width and height of one frame once the orientation is applied
  public Dimensions oriented() {
    return orientation >= 5 ? stored.turned() : stored;
  }

  /// Returns whether the original is a drawing, a diagram, a logo or a screenshot rather than a
  /// photo: a still PNG or GIF whose file is very small for its pixels. This needs no decoding, and
  /// the worker knows every number in it.
  public boolean isFlat() {
    return switch (format) {
      case PNG, GIF -> frames == 1 && 8 * bytes <= FLAT_BITS * stored.pixels();
      case JPEG, WEBP, AVIF, TIFF -> false;
    };
  }

  /// @return pixels over all frames; the highest `long` when that overflows
  long totalPixels() {
    long pixels = stored.pixels();
    return frames > Long.MAX_VALUE / pixels ? Long.MAX_VALUE : pixels * frames;
  }
}
