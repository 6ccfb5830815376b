package dev.tintype.render.pipeline;

import dev.tintype.render.format.NativeBytes;

/// What the first directory of a TIFF says of its strips or tiles: classic (TIFF 6.0, section 2)
/// and big (https://www.awaresystems.be/imaging/tiff/bigtiff.html).
final class TiffDirectory {

  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int ROWS_PER_STRIP = 278;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_ROWS = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;
  private static final int SHORT = 3;
  private static final int LONG_8 = 16;
  private static final long MOST_SIDE = 1L << 30;
  private static final int MOST_STRIPS = 100_000;

  private final NativeBytes bytes;
  private final boolean little;
  private final boolean big;

  private TiffDirectory(NativeBytes bytes) {
    this.bytes = bytes;
    this.little = bytes.u8(0) == 'I';
    this.big = u16(2) == 43;
  }

  /// @param bytes at least eight
  /// @return the first byte behind the furthest strip or tile and the directory; just behind the
  ///   file's end when that cannot be read
  static long extent(NativeBytes bytes) {
    TiffDirectory directory = new TiffDirectory(bytes);
    return directory.big && bytes.length() < 16 ? 16 : directory.extent();
  }

  private long extent() {
    long directory = big ? u64(8) : u32(4);
    int head = big ? 8 : 2;
    if (directory < 0 || directory + head > bytes.length()) {
      return bytes.length() + 1;
    }
    long entries = big ? Math.min(u64(directory) & 0xffff, 0xffff) : u16(directory);
    long end = directory + head + entryBytes() * entries;
    if (end > bytes.length()) {
      return end;
    }
    long offsets = -1;
    long counts = -1;
    for (int i = 0; i < entries; i++) {
      long entry = directory + head + entryBytes() * i;
      switch (u16(entry)) {
        case STRIP_OFFSETS, TILE_OFFSETS -> offsets = entry;
        case STRIP_BYTE_COUNTS, TILE_BYTE_COUNTS -> counts = entry;
        default -> {}
      }
    }
    return offsets < 0 || counts < 0 ? end : Math.max(end, furthest(offsets, counts));
  }

  /// @param bytes at least eight
  /// @param width of the picture, px
  /// @param height of the picture, px
  /// @return how many pixels one strip or one row of tiles has; all when that cannot be read
  static long pixelsAtOnce(NativeBytes bytes, int width, int height) {
    TiffDirectory directory = new TiffDirectory(bytes);
    long tileRows = directory.first(TILE_ROWS, 0);
    if (tileRows > 0) {
      long tileWidth = Math.max(1, directory.first(TILE_WIDTH, width));
      long across = (width + tileWidth - 1) / tileWidth;
      return Math.min(MOST_SIDE, across * tileWidth) * Math.min(MOST_SIDE, tileRows);
    }
    return width * Math.min(height, Math.max(1, directory.first(ROWS_PER_STRIP, height)));
  }

  /// The first value of a tag, a number when there is none.
  private long first(int tag, long otherwise) {
    long directory = big && bytes.length() >= 16 ? u64(8) : u32(4);
    int head = big ? 8 : 2;
    if (directory < 0 || directory + head > bytes.length()) {
      return otherwise;
    }
    long entries = big ? u64(directory) & 0xffff : u16(directory);
    for (long entry = directory + head;
        entries > 0 && entry + entryBytes() <= bytes.length();
        entries--, entry += entryBytes()) {
      if (u16(entry) == tag) {
        return value(entry, 0);
      }
    }
    return otherwise;
  }

  private long furthest(long offsets, long counts) {
    long furthest = 0;
    long strips = Math.min(MOST_STRIPS, Math.min(count(offsets), count(counts)));
    for (long i = 0; i < strips; i++) {
      furthest = Math.max(furthest, value(offsets, i) + value(counts, i));
    }
    return furthest;
  }

  private long entryBytes() {
    return big ? 20 : 12;
  }

  private long count(long entry) {
    return big ? u64(entry + 4) & 0xffffffffL : u32(entry + 4);
  }

  /// A value of the entry; one that lies behind the file's end counts as reaching just beyond it.
  private long value(long entry, long index) {
    int type = u16(entry + 2);
    int size = type == SHORT ? 2 : type == LONG_8 ? 8 : 4;
    long inline = entry + (big ? 12 : 8);
    long base = count(entry) * size <= (big ? 8 : 4) ? inline : big ? u64(inline) : u32(inline);
    long at = base + index * size;
    if (at < 0 || at + size > bytes.length()) {
      return bytes.length() + 1;
    }
    return size == 2 ? u16(at) : size == 8 ? Math.max(0, u64(at) & 0x7fffffffffffL) : u32(at);
  }

  private int u16(long at) {
    return little ? bytes.u16le(at) : bytes.u16(at);
  }

  private long u32(long at) {
    return little ? bytes.u32le(at) : bytes.u32(at);
  }

  private long u64(long at) {
    return little ? u32(at + 4) << 32 | u32(at) : u32(at) << 32 | u32(at + 4);
  }
}
