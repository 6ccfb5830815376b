package dev.tintype.cli.plan;

import dev.tintype.core.Manifest.OriginalInfo;
import dev.tintype.render.plan.RenderPlan;

/// What the time of decoding one original depends on.
///
/// @param kind how it is decoded
/// @param pixels of the original, all frames
public record Decoding(DecodingKind kind, long pixels) {

  /// Originals that are decoded alike.
  ///
  /// @param format of the original, as in a manifest
  /// @param animated whether it has several frames
  /// @param halvings how often the sides are halved for the widest size, 0 to 3. The decoder of
  ///   JPEG saves time then
  record DecodingKind(String format, boolean animated, int halvings) {

    private static final int MOST_HALVINGS = 3;

    /// @return how much less the time of another kind tells about this one; 0 for the same kind
    int distance(DecodingKind other) {
      return Math.abs(halvings - other.halvings);
    }

    boolean isLike(DecodingKind other) {
      return format.equals(other.format) && animated == other.animated;
    }
  }

  /// @param plan of any part of a version
  static Decoding of(OriginalInfo original, RenderPlan plan) {
    long frame = plan.original().pixels();
    long widest = plan.levels().getFirst().dimensions().pixels();
    int halvings = (Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, frame / widest))) / 2;
    return new Decoding(
        new DecodingKind(
            original.format(),
            original.frames() > 1,
            Math.min(DecodingKind.MOST_HALVINGS, halvings)),
        frame * original.frames());
  }
}
