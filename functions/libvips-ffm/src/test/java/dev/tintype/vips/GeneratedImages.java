package dev.tintype.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Computed pictures.
final class GeneratedImages {

  private GeneratedImages() {}

  /// Smooth colours: red increases to the right, green downwards, blue diagonally; alpha is opaque.
  static VipsImage gradient(Vips vips, Arena arena, int width, int height, int bands) {
    MemorySegment pixels = arena.allocate((long) width * height * bands);
    long offset = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int[] pixel = {255 * x / width, 255 * y / height, 255 * (x + y) / (width + height), 255};
        for (int band = 0; band < bands; band++) {
          pixels.set(ValueLayout.JAVA_BYTE, offset++, (byte) pixel[band]);
        }
      }
    }
    try (VipsImage raw = vips.fromMemory(pixels, width, height, bands, BandFormat.UCHAR)) {
      return vips.image(VipsOperation.named("copy").with("in", raw).with("interpretation", "srgb"));
    }
  }

  /// An encoded gradient; `save` is for example `jpegsave_buffer`.
  static MemorySegment file(Vips vips, Arena arena, String save, int width, int height) {
    try (VipsImage image = gradient(vips, arena, width, height, 3);
        VipsBlob blob = vips.blob(VipsOperation.named(save).with("in", image))) {
      return arena.allocate(blob.byteSize()).copyFrom(blob.asSegment());
    }
  }
}
