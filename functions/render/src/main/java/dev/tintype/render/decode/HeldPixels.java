package dev.tintype.render.decode;

import dev.tintype.core.OriginalFormat;
import dev.tintype.render.format.NativeBytes;
import dev.tintype.vips.VipsImage;

/// Computes from the file's structure how many pixels of an original its decoder holds at once.
final class HeldPixels {

  private static final int VP8 = 0x56503820;
  private static final int VP8L = 0x5650384c;
  private static final int VP8X = 0x56503858;
  private static final int RIFF_HEAD = 12;

  private HeldPixels() {}

  /// @param file the whole file; libvips has already read its header
  static long of(OriginalFormat format, VipsImage image, NativeBytes file) {
    long all = (long) image.width() * image.pageHeight();
    return switch (format) {
      case JPEG, PNG -> progressive(image) ? all : 0;
      case WEBP -> lossyStill(file) ? 0 : all;
      case AVIF -> all;
      // Their own readers compute it.
      case GIF, TIFF -> all;
    };
  }

  private static boolean progressive(VipsImage image) {
    return image.intField("interlaced").orElse(0) != 0
        || image.intField("jpeg-multiscan").orElse(0) != 0;
  }

  /// Returns whether the first chunk with pixels is lossy.
  private static boolean lossyStill(NativeBytes file) {
    for (long at = RIFF_HEAD; at + 8 <= file.length(); ) {
      int kind = (int) file.u32(at);
      if (kind == VP8 || kind == VP8L) {
        return kind == VP8;
      }
      long length = file.u32le(at + 4);
      boolean moves = kind == VP8X && at + 8 < file.length() && (file.u8(at + 8) & 2) != 0;
      if (moves) {
        return false;
      }
      at += 8 + length + (length & 1);
    }
    return false;
  }
}
