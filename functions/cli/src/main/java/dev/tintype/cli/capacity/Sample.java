package dev.tintype.cli.capacity;

import dev.tintype.cli.plan.KnownFiles;
import dev.tintype.cli.plan.OriginalFile;
import dev.tintype.core.Focus;
import dev.tintype.core.Manifest.OriginalInfo;
import java.util.List;
import java.util.Optional;

/// Pictures that were rendered, from which others are estimated.
///
/// @param origin where they come from, for people
/// @param isOwn whether they are of this installation
/// @param pictures at least one
public record Sample(String origin, boolean isOwn, List<Rendered> pictures) {

  /// @throws IllegalArgumentException when there is no picture
  public Sample {
    pictures = List.copyOf(pictures);
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("a sample needs a picture");
    }
  }

  /// A picture and what was made of it.
  ///
  /// @param original what its manifest says
  /// @param bytes the length of the original's file
  /// @param focus its focal point
  /// @param known the files that were made, and how long that took
  /// @param coarseness the mean of a JPEG file's quantization table, if it was looked at
  public record Rendered(
      OriginalInfo original,
      long bytes,
      Optional<Focus> focus,
      KnownFiles known,
      Optional<Double> coarseness) {

    /// @return the same picture as if nothing had been made of it
    Rendered unseen() {
      return new Rendered(original, bytes, focus, KnownFiles.NONE, coarseness);
    }

    /// @return what was known of it before
    OriginalFile file() {
      long frame = (long) original.width() * original.height();
      return new OriginalFile(
          Math.max(1, frame * original.frames()), Math.max(1, bytes), coarseness);
    }

    /// Scales the picture, at the same number of bits for each pixel.
    ///
    /// @param factor of the bytes, above 0
    Rendered times(double factor) {
      double sides = Math.sqrt(factor);
      return new Rendered(
          new OriginalInfo(
              original.format(),
              side(original.width() * sides),
              side(original.height() * sides),
              original.orientationApplied(),
              original.alpha(),
              original.frames()),
          Math.max(1, Math.round(bytes * factor)),
          focus,
          known,
          coarseness);
    }

    private static int side(double px) {
      return (int) Math.max(1, Math.round(px));
    }
  }

  /// @return the mean length of the originals, in bytes
  double originalBytes() {
    return meanBytes(pictures);
  }

  static double meanBytes(List<Rendered> pictures) {
    return pictures.stream().mapToLong(Rendered::bytes).average().orElseThrow();
  }
}
