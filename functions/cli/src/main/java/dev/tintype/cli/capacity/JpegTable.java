package dev.tintype.cli.capacity;

import java.util.Optional;

/// Finds out how coarsely a JPEG file is quantized, which tells how much of its length is detail of
/// the picture and how much is quality: its first quantization table, that of the luminance,
/// https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2.4.1.
final class JpegTable {

  /// The table comes after metadata, which may be long.
  static final int HEAD_BYTES = 1 << 16;

  private static final int START = 0xffd8;
  private static final int TABLES = 0xffdb;
  private static final int ENTRIES = 64;

  private JpegTable() {}

  /// @param head the first bytes of a file, at most [#HEAD_BYTES]
  /// @return the mean of the table, 1 to 65,535; absent when the file is no JPEG, or its table lies
  ///   behind these bytes
  static Optional<Double> mean(byte[] head) {
    if (u16(head, 0) != START) {
      return Optional.empty();
    }
    int at = 2;
    while (u16(head, at) != TABLES) {
      int length = u16(head, at + 2);
      if (length < 2) {
        return Optional.empty();
      }
      at += 2 + length;
    }
    int entryBytes = u16(head, at + 4) >= 0x1000 ? 2 : 1;
    int first = at + 5;
    if (first + ENTRIES * entryBytes > head.length) {
      return Optional.empty();
    }
    long sum = 0;
    for (int i = 0; i < ENTRIES; i++) {
      int entry = first + i * entryBytes;
      sum += entryBytes == 1 ? head[entry] & 0xff : u16(head, entry);
    }
    return sum == 0 ? Optional.empty() : Optional.of((double) sum / ENTRIES);
  }

  /// @return -1 behind the end
  private static int u16(byte[] bytes, int at) {
    return at + 2 <= bytes.length ? (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff : -1;
  }
}
