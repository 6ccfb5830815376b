package dev.tintype.cli.plan;

import dev.tintype.core.Manifest.OriginalInfo;
import dev.tintype.render.plan.RenderPlan;
import dev.tintype.render.plan.RenderPlan.PlannedFile;
import dev.tintype.render.plan.View;
import java.util.HashMap;
import java.util.Map;

/// What the time of decoding and resizing one original depends on.
///
/// @param kind how it is decoded
/// @param work pixels of the original, all frames, and of the levels that are made from it, each
///   weighed by the time that a pixel takes
public record Decoding(DecodingKind kind, long work) {

  /// How much longer a pixel of a level takes than one of the original. Fitted on 100 photos under
  /// two recipes, of three widths and of four widths and three crops: 13.5 and 10.6 ms per million.
  private static final double LEVEL_WEIGHT = 1.27;

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

  /// @param plan of the whole version
  static Decoding of(OriginalInfo original, RenderPlan plan) {
    long frame = plan.original().pixels();
    long widest = plan.levels().getFirst().dimensions().pixels();
    int halvings = (Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, frame / widest))) / 2;
    return new Decoding(
        new DecodingKind(
            original.format(),
            original.frames() > 1,
            Math.min(DecodingKind.MOST_HALVINGS, halvings)),
        frame * original.frames() + Math.round(LEVEL_WEIGHT * resized(plan)));
  }

  private static long resized(RenderPlan plan) {
    long still = plan.levels().stream().mapToLong(level -> level.dimensions().pixels()).sum();
    Map<View, PlannedFile> moving = new HashMap<>();
    plan.files().stream()
        .filter(PlannedFile::animated)
        .forEach(file -> moving.put(file.view(), file));
    return still + moving.values().stream().mapToLong(KnownFiles::pixels).sum();
  }
}
