package dev.tintype.render.pipeline;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// How far the first directory of a classic TIFF says its pixels reach (TIFF 6.0, section 2).
final class TiffExtent {

  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;

  private final MemorySegment file;
  private final ValueLayout.OfShort shorts;
  private final ValueLayout.OfInt ints;

  private TiffExtent(MemorySegment file, boolean little) {
    ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    this.file = file;
    this.shorts = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
    this.ints = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
  }

  /// @param directory where the first directory lies; two bytes of it are in the file
  /// @return the first byte behind the furthest strip or tile, or behind the directory itself
  static long of(MemorySegment file, long directory, boolean little) {
    return new TiffExtent(file, little).extent(directory);
  }

  private long extent(long directory) {
    int entries = file.get(shorts, directory) & 0xffff;
    long end = directory + 2 + 12L * entries;
    if (end > file.byteSize()) {
      return end;
    }
    long offsets = 0;
    long counts = 0;
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + 12L * i;
      switch (file.get(shorts, entry) & 0xffff) {
        case STRIP_OFFSETS, TILE_OFFSETS -> offsets = Math.max(offsets, largest(entry));
        case STRIP_BYTE_COUNTS, TILE_BYTE_COUNTS -> counts = Math.max(counts, last(entry));
        default -> {}
      }
    }
    return Math.max(end, offsets + counts);
  }

  private long largest(long entry) {
    long count = file.get(ints, entry + 4) & 0xffffffffL;
    long largest = 0;
    for (long i = 0; i < Math.min(count, 100_000); i++) {
      largest = Math.max(largest, value(entry, count, i));
    }
    return largest;
  }

  private long last(long entry) {
    long count = file.get(ints, entry + 4) & 0xffffffffL;
    return count == 0 ? 0 : value(entry, count, count - 1);
  }

  /// A value of the entry; one that lies behind the file's end counts as reaching just beyond it.
  private long value(long entry, long count, long index) {
    boolean isShort = (file.get(shorts, entry + 2) & 0xffff) == 3;
    int bytes = isShort ? 2 : 4;
    long base = count * bytes <= 4 ? entry + 8 : file.get(ints, entry + 8) & 0xffffffffL;
    long at = base + index * bytes;
    if (at + bytes > file.byteSize()) {
      return file.byteSize() + 1;
    }
    return isShort ? file.get(shorts, at) & 0xffff : file.get(ints, at) & 0xffffffffL;
  }
}
