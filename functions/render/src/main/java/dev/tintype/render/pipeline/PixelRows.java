package dev.tintype.render.pipeline;

import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsBlob;
import dev.tintype.vips.VipsImage;
import dev.tintype.vips.VipsOperation;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The pixels of a picture, read a few rows at a time.
///
/// @param vips the library
/// @param image 8-bit sRGB with 3 or 4 bands
record PixelRows(Vips vips, VipsImage image) {

  /// The most colours that the palette of a PNG has.
  private static final int MOST_COLORS = 256;

  /// About the pixels that are read at once.
  private static final int PIXELS_AT_ONCE = 1 << 18;

  private static final ValueLayout.OfInt PIXEL =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Collects the distinct colours, with red in the lowest byte and alpha in the highest.
  ///
  /// @return at most 256 colours; empty when there are more
  Optional<Set<Integer>> fewColors() {
    Set<Integer> colors = new HashSet<>();
    for (int top = 0; top < image.height() && colors.size() <= MOST_COLORS; top += rows()) {
      try (VipsBlob rows = rows(image, top)) {
        collect(rows.asSegment(), colors);
      }
    }
    return Optional.of(colors).filter(all -> all.size() <= MOST_COLORS);
  }

  private static void collect(MemorySegment rgba, Set<Integer> colors) {
    int last = ~rgba.get(PIXEL, 0);
    for (long at = 0; at < rgba.byteSize() && colors.size() <= MOST_COLORS; at += 4) {
      int color = rgba.get(PIXEL, at);
      if (color != last) {
        colors.add(color);
        last = color;
      }
    }
  }

  /// @param other in memory
  /// @return whether it has the same size and the same colours everywhere
  boolean equal(VipsImage other) {
    if (other.width() != image.width() || other.height() != image.height()) {
      return false;
    }
    for (int top = 0; top < image.height(); top += rows()) {
      try (VipsBlob mine = rows(image, top);
          VipsBlob its = rows(other, top)) {
        if (mine.asSegment().mismatch(its.asSegment()) >= 0) {
          return false;
        }
      }
    }
    return true;
  }

  private int rows() {
    return Math.max(1, PIXELS_AT_ONCE / image.width());
  }

  /// The next rows as red, green, blue and alpha.
  private VipsBlob rows(VipsImage from, int top) {
    VipsOperation part =
        VipsOperation.named("extract_area")
            .with("input", from)
            .with("left", 0)
            .with("top", top)
            .with("width", image.width())
            .with("height", Math.min(rows(), image.height() - top));
    try (VipsImage rows = vips.image(part);
        VipsImage rgba = Framing.withAlpha(vips, rows)) {
      return rgba.writeToMemory();
    }
  }
}
