package dev.tintype.render.pipeline;

import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Rejection;
import java.lang.foreign.MemorySegment;

/// Tells a file that was cut off from one that is damaged, by its structure alone: libvips' text
/// cannot. Asked only after a decoder has refused the file.
final class Damage {

  private Damage() {}

  /// @return [Rejection#TRUNCATED] when the file ends before its format says it does, else
  ///   [Rejection#CORRUPT]
  static Rejection verdict(OriginalFormat format, MemorySegment file) {
    NativeBytes bytes = new NativeBytes(file);
    boolean cutOff =
        switch (format) {
          case JPEG -> new JpegEnd(bytes).missing();
          case PNG -> pngEndsEarly(bytes);
          case WEBP -> bytes.length() < 12 || bytes.u32le(4) + 8 > bytes.length();
          case AVIF -> boxesEndEarly(bytes);
          case GIF -> new GifEnd(bytes).insideABlock();
          case TIFF -> bytes.length() < 8 || TiffDirectory.extent(bytes) > bytes.length();
        };
    return cutOff ? Rejection.TRUNCATED : Rejection.CORRUPT;
  }

  private static boolean pngEndsEarly(NativeBytes bytes) {
    long at = 8;
    while (at + 8 <= bytes.length()) {
      for (int i = 4; i < 8; i++) {
        int letter = bytes.u8(at + i) & 0xdf;
        if (letter < 'A' || letter > 'Z') {
          return false;
        }
      }
      boolean last = bytes.u32(at + 4) == 0x49454e44;
      at += 12 + bytes.u32(at);
      if (last) {
        return at > bytes.length();
      }
    }
    return true;
  }

  private static boolean boxesEndEarly(NativeBytes bytes) {
    long at = 0;
    while (at + 8 <= bytes.length()) {
      long length = bytes.u32(at);
      if (length == 0) {
        return false;
      }
      if (length < 8) {
        return length == 1 && at + 16 > bytes.length();
      }
      at += length;
    }
    return at != bytes.length();
  }
}
