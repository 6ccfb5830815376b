package dev.tintype.render.format.png;

import dev.tintype.render.format.NativeBytes;

/// Detects a PNG without its last chunk (https://www.w3.org/TR/png-3/, section 5) by walking its
/// chunks.
///
/// @param bytes the whole file
public record PngEnd(NativeBytes bytes) {

  private static final int SIGNATURE = 8;
  private static final int IEND = 0x49454e44;
  private static final long IEND_CRC = 0xae426082L;
  private static final int EMPTY_CHUNK = 12;

  /// How far from the file's end the last chunk is searched for when a length leads past the end.
  private static final int TAIL = 1 << 16;

  /// @return whether the file ends before its format says it does
  public boolean missing() {
    long at = SIGNATURE;
    while (at + 8 <= bytes.length()) {
      if (!isNamed(at)) {
        return false;
      }
      boolean last = bytes.u32(at + 4) == IEND;
      at += EMPTY_CHUNK + bytes.u32(at);
      if (last && at <= bytes.length()) {
        return false;
      }
    }
    return !isInTail();
  }

  private boolean isNamed(long chunk) {
    for (int i = 4; i < 8; i++) {
      int letter = bytes.u8(chunk + i) & 0xdf;
      if (letter < 'A' || letter > 'Z') {
        return false;
      }
    }
    return true;
  }

  private boolean isInTail() {
    long last = bytes.length() - EMPTY_CHUNK;
    for (long at = last; at >= Math.max(SIGNATURE, last - TAIL); at--) {
      if (bytes.u32(at + 4) == IEND && bytes.u32(at) == 0 && bytes.u32(at + 8) == IEND_CRC) {
        return true;
      }
    }
    return false;
  }
}
