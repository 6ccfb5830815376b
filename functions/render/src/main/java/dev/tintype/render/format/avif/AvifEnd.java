package dev.tintype.render.format.avif;

import dev.tintype.render.format.NativeBytes;

/// Detects an AVIF that ends inside one of its boxes (ISO/IEC 14496-12, section 4.2).
///
/// @param bytes the whole file
public record AvifEnd(NativeBytes bytes) {

  private static final int HEAD = 8;
  private static final int MDAT = 0x6d646174;

  /// How far into the file the box of coded pictures is searched for when a length leads past the
  /// end.
  private static final int FRONT = 1 << 16;

  /// @return whether the file ends before its format says it does
  public boolean missing() {
    long at = 0;
    while (at + HEAD <= bytes.length()) {
      long length = bytes.u32(at);
      if (length == 0) {
        return false;
      }
      if (length < HEAD) {
        return length == 1 && at + 16 > bytes.length();
      }
      at += length;
    }
    return at != bytes.length() && !lastBoxIsWhole();
  }

  /// Returns whether the box of coded pictures ends with the file: then another length is damaged.
  private boolean lastBoxIsWhole() {
    for (long at = HEAD; at <= Math.min(FRONT, bytes.length() - HEAD); at++) {
      if ((int) bytes.u32(at + 4) == MDAT) {
        long length = bytes.u32(at);
        return length >= HEAD && at + length == bytes.length();
      }
    }
    return false;
  }
}
