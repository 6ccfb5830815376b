package dev.tintype.render.pipeline;

import dev.tintype.core.OriginalFormat;
import dev.tintype.core.Rejection;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Tells a file that was cut off from one that is damaged, by its structure alone: libvips' text
/// cannot. Asked only after a decoder has refused the file.
final class Damage {

  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfInt BIG =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt LITTLE =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Damage() {}

  /// @return [Rejection#TRUNCATED] when the file ends before its format says it does, else
  ///   [Rejection#CORRUPT]
  static Rejection verdict(OriginalFormat format, MemorySegment file) {
    boolean cutOff =
        switch (format) {
          case JPEG -> !endsWithin(file, 0xff, 0xd9);
          case PNG -> pngEndsEarly(file);
          case WEBP -> file.byteSize() < 12 || size(file, 4, LITTLE) + 8 > file.byteSize();
          case AVIF -> boxesEndEarly(file);
          case GIF -> !endsWithin(file, 0x3b);
          case TIFF -> tiffEndsEarly(file);
        };
    return cutOff ? Rejection.TRUNCATED : Rejection.CORRUPT;
  }

  /// Whether the last bytes, padding aside, hold the end mark.
  private static boolean endsWithin(MemorySegment file, int... mark) {
    long from = Math.max(0, file.byteSize() - 1024);
    for (long at = file.byteSize() - mark.length; at >= from; at--) {
      boolean found = true;
      for (int i = 0; i < mark.length; i++) {
        found &= (file.get(BYTE, at + i) & 0xff) == mark[i];
      }
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static boolean pngEndsEarly(MemorySegment file) {
    long at = 8;
    while (at + 12 <= file.byteSize()) {
      int type = file.get(BIG, at + 4);
      at += 12 + size(file, at, BIG);
      if (type == 0x49454e44) {
        return at > file.byteSize();
      }
    }
    return true;
  }

  private static boolean boxesEndEarly(MemorySegment file) {
    long at = 0;
    while (at + 8 <= file.byteSize()) {
      long length = size(file, at, BIG);
      if (length == 0) {
        return false;
      }
      if (length < 8) {
        return length == 1 && at + 16 > file.byteSize();
      }
      at += length;
    }
    return at != file.byteSize();
  }

  private static boolean tiffEndsEarly(MemorySegment file) {
    if (file.byteSize() < 8) {
      return true;
    }
    boolean little = file.get(BYTE, 0) == 'I';
    long directory = size(file, 4, little ? LITTLE : BIG);
    return directory + 2 > file.byteSize()
        || TiffExtent.of(file, directory, little) > file.byteSize();
  }

  private static long size(MemorySegment file, long at, ValueLayout.OfInt order) {
    return file.get(order, at) & 0xffffffffL;
  }
}
