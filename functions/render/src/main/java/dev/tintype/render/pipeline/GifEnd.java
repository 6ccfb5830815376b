package dev.tintype.render.pipeline;

import dev.tintype.render.format.NativeBytes;

/// Where a GIF ends (https://www.w3.org/Graphics/GIF/spec-gif89a.txt), found by walking its blocks.
///
/// @param bytes the whole file
record GifEnd(NativeBytes bytes) {

  private static final int HEADER_BYTES = 13;
  private static final int IMAGE_BYTES = 10;

  /// Whether the file ends inside a block. One that ends behind a block and lacks only the trailer
  /// was written so by some programs, and every viewer shows it.
  boolean insideABlock() {
    if (bytes.length() < HEADER_BYTES) {
      return true;
    }
    boolean anImage = false;
    long at = HEADER_BYTES + colorTable(bytes.u8(10));
    while (at < bytes.length()) {
      switch (bytes.u8(at)) {
        case 0x3b -> {
          return false;
        }
        case 0x21 -> at = behindBlocks(at + 2);
        case 0x2c -> {
          if (at + IMAGE_BYTES > bytes.length()) {
            return true;
          }
          at = behindBlocks(at + IMAGE_BYTES + colorTable(bytes.u8(at + 9)) + 1);
          anImage = true;
        }
        default -> {
          return false;
        }
      }
    }
    return at > bytes.length() || !anImage;
  }

  private static long colorTable(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
  }

  private long behindBlocks(long from) {
    long at = from;
    while (at < bytes.length() && bytes.u8(at) != 0) {
      at += 1 + bytes.u8(at);
    }
    return at + 1;
  }
}
