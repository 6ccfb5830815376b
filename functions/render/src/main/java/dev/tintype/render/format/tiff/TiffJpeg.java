package dev.tintype.render.format.tiff;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.plan.Dimensions;
import java.util.Optional;

/// A JPEG inside a TIFF; its own header is more reliable than the TIFF's tags.
final class TiffJpeg {

  private TiffJpeg() {}

  /// @param at where the first strip or tile begins
  /// @return how many pixels share one chroma sample; empty when no frame header is found
  static Optional<Dimensions> subsampling(NativeBytes bytes, long at) {
    long marker = at + 2;
    while (marker >= 2 && marker + 12 <= bytes.length() && bytes.u8(marker) == 0xff) {
      int kind = bytes.u8(marker + 1);
      if (kind >= 0xc0 && kind <= 0xc2) {
        int factors = bytes.u8(marker + 11);
        int across = factors >> 4;
        int down = factors & 15;
        return across > 0 && down > 0
            ? Optional.of(new Dimensions(across, down))
            : Optional.empty();
      }
      marker += 2L + bytes.u16(marker + 2);
    }
    return Optional.empty();
  }
}
