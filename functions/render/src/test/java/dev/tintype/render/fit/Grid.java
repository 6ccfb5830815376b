package dev.tintype.render.fit;

import static dev.tintype.core.OriginalFormat.AVIF;
import static dev.tintype.core.OriginalFormat.GIF;
import static dev.tintype.core.OriginalFormat.JPEG;
import static dev.tintype.core.OriginalFormat.PNG;
import static dev.tintype.core.OriginalFormat.TIFF;
import static dev.tintype.core.OriginalFormat.WEBP;

import dev.tintype.core.OriginalFormat;
import java.util.List;

/// Every kind of original that is measured.
final class Grid {

  private static final String LOSSY = "Q=30,effort=0";
  private static final String AV1 = "compression=av1,effort=0,Q=20";

  private Grid() {}

  static List<Kind> kinds() {
    return List.of(
        still("JPEG", JPEG, 10_000, 3, 8, "jpegsave_buffer", "Q=50"),
        scans("progressive JPEG 4:2:0", JPEG, 3, 8, "jpegsave_buffer", "Q=50,interlace"),
        scans("progressive JPEG 4:4:4", JPEG, 3, 8, "jpegsave_buffer",
            "Q=50,interlace,subsample-mode=off"),
        still("PNG", PNG, 10_000, 3, 8, "pngsave_buffer", "compression=1"),
        alpha("PNG, 16-bit with alpha", PNG, 10_000, 16, "pngsave_buffer", "compression=1"),
        alpha("PNG, 32,768 px wide", PNG, 32_768, 16, "pngsave_buffer", "compression=1"),
        scans("interlaced PNG", PNG, 3, 8, "pngsave_buffer", "compression=1,interlace"),
        new Kind("interlaced PNG, 16-bit with alpha", PNG, 10_000, 1, 4, 16, true, true,
            "pngsave_buffer", "compression=1,interlace"),
        still("WebP", WEBP, 16_383, 3, 8, "webpsave_buffer", LOSSY),
        alpha("WebP with alpha", WEBP, 16_383, 8, "webpsave_buffer", LOSSY),
        still("lossless WebP", WEBP, 16_383, 3, 8, "webpsave_buffer", "lossless,effort=0"),
        still("WebP, 2,000 px wide", WEBP, 2000, 3, 8, "webpsave_buffer", LOSSY),
        still("AVIF", AVIF, 8000, 3, 8, "heifsave_buffer", AV1),
        still("AVIF 4:4:4", AVIF, 8000, 3, 8, "heifsave_buffer", AV1 + ",subsample-mode=off"),
        alpha("AVIF with alpha", AVIF, 8000, 8, "heifsave_buffer", AV1),
        still("AVIF, 10-bit", AVIF, 6000, 3, 16, "heifsave_buffer", AV1 + ",bitdepth=10"),
        still("AVIF, 12-bit 4:4:4", AVIF, 6000, 3, 16, "heifsave_buffer",
            AV1 + ",bitdepth=12,subsample-mode=off"),
        still("GIF", GIF, 10_000, 4, 8, "gifsave_buffer", "effort=1"),
        moving("GIF of 50 frames", GIF, 1400, 50, 4, "gifsave_buffer", "effort=1"),
        moving("WebP of 50 frames", WEBP, 1400, 50, 3, "webpsave_buffer", LOSSY),
        still("TIFF", TIFF, 10_000, 3, 8, "tiffsave_buffer", "compression=deflate"),
        still("TIFF, tiled, 16-bit", TIFF, 10_000, 3, 16, "tiffsave_buffer",
            "compression=deflate,tile"));
  }

  private static Kind still(
      String name, OriginalFormat format, int width, int bands, int bits, String save,
      String options) {
    return new Kind(
        name, format, width, 1, bands, bits, bands == 4, /* interlaced= */ false, save, options);
  }

  private static Kind alpha(
      String name, OriginalFormat format, int width, int bits, String save, String options) {
    return still(name, format, width, 4, bits, save, options);
  }

  private static Kind scans(
      String name, OriginalFormat format, int bands, int bits, String save, String options) {
    return new Kind(
        name, format, 10_000, 1, bands, bits, /* alpha= */ false, /* interlaced= */ true, save,
        options);
  }

  private static Kind moving(
      String name, OriginalFormat format, int width, int frames, int bands, String save,
      String options) {
    return new Kind(
        name, format, width, frames, bands, 8, bands == 4, /* interlaced= */ false, save, options);
  }
}
