package dev.tintype.render.facts;

import java.util.Optional;

/// The number of frames in a GIF and the area they cover.
/// https://www.w3.org/Graphics/GIF/spec-gif89a.txt
///
/// @param frames the number of frames
/// @param right the first column to the right of all frames
/// @param bottom the first row below all frames
record GifOutline(int frames, int right, int bottom) {

  private static final int IMAGE = 0x2c;
  private static final int EXTENSION = 0x21;
  private static final int TRAILER = 0x3b;

  /// @return absent where unknown bytes lie between the blocks
  /// @throws IndexOutOfBoundsException when the file ends inside a block
  static Optional<GifOutline> of(FileBytes file) {
    GifOutline outline = new GifOutline(0, 0, 0);
    long at = 13L + table(file.u8(10));
    while (at < file.length() && file.u8(at) != TRAILER) {
      switch (file.u8(at)) {
        case IMAGE -> {
          outline = outline.and(file, at);
          at = behindBlocks(file, at + 11L + table(file.u8(at + 9)));
        }
        case EXTENSION -> at = behindBlocks(file, at + 2);
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(outline);
  }

  private GifOutline and(FileBytes file, long at) {
    return new GifOutline(
        frames + 1,
        Math.max(right, file.u16le(at + 1) + file.u16le(at + 5)),
        Math.max(bottom, file.u16le(at + 3) + file.u16le(at + 7)));
  }

  private static int table(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  private static long behindBlocks(FileBytes file, long first) {
    long at = first;
    for (int length = file.u8(at); length > 0; length = file.u8(at)) {
      at += 1 + length;
    }
    return at + 1;
  }
}
