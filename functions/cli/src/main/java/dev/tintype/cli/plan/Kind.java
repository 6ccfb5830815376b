package dev.tintype.cli.plan;

import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.render.plan.RenderPlan.PlannedFile;

/// Files that are encoded alike. The length of such a file follows from the picture and the number
/// of pixels.
///
/// @param format the format
/// @param encoding the encoder's options
/// @param animated whether it is animated
public record Kind(Format format, Encoding encoding, boolean animated) {

  static Kind of(PlannedFile file) {
    return new Kind(file.format(), file.encoding(), file.animated());
  }

  /// @return whether a file of another kind takes about as much processor time as one of this kind
  boolean takesAsLong(Kind other) {
    return isLike(other) && encoding.effort() == other.encoding.effort();
  }

  /// @return whether the files of another kind differ only in quality and effort
  boolean isLike(Kind other) {
    return format == other.format
        && animated == other.animated
        && encoding.isLossless() == other.encoding.isLossless()
        && encoding.hasFullChroma() == other.encoding.hasFullChroma();
  }

  /// How much less the lengths of another kind tell about this one; 0 for the same kind.
  int distance(Kind other) {
    int ofFormat = format == other.format ? 0 : 4;
    int ofMotion = animated == other.animated ? 0 : 8;
    int ofLoss = encoding.isLossless() == other.encoding.isLossless() ? 0 : 2;
    return ofFormat + ofMotion + ofLoss + (encoding.equals(other.encoding) ? 0 : 1);
  }
}
