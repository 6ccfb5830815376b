package dev.tintype.render.pipeline;

import dev.tintype.render.plan.Dimensions;
import dev.tintype.vips.Vips;
import dev.tintype.vips.VipsBlob;
import dev.tintype.vips.VipsImage;
import java.lang.foreign.ValueLayout;
import java.util.Base64;

/// What a page shows before the image has loaded.
///
/// @param thumbhash the ThumbHash in Base64
/// @param dominantColor `#rrggbb`
public record Placeholder(String thumbhash, String dominantColor) {

  private static final int LONGEST_SIDE = 100;

  /// Computes both from pixels shrunk to at most 100 px.
  ///
  /// @param image 8-bit sRGB with 3 or 4 bands
  static Placeholder of(Vips vips, VipsImage image) {
    int longest = Math.max(image.width(), image.height());
    double scale = Math.min(1, (double) LONGEST_SIDE / longest);
    Dimensions small =
        new Dimensions(
            (int) Math.max(1, Math.round(image.width() * scale)),
            (int) Math.max(1, Math.round(image.height() * scale)));
    try (VipsImage resized = Framing.resize(vips, image, small);
        VipsImage rgba = Framing.withAlpha(vips, resized);
        VipsBlob pixels = rgba.writeToMemory()) {
      byte[] bytes = pixels.asSegment().toArray(ValueLayout.JAVA_BYTE);
      return new Placeholder(
          Base64.getEncoder()
              .encodeToString(ThumbHash.encode(small.width(), small.height(), bytes)),
          DominantColor.of(bytes));
    }
  }
}
