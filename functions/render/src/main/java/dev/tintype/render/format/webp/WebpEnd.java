package dev.tintype.render.format.webp;

import dev.tintype.render.format.NativeBytes;

/// Detects a WebP that ends before its container says so (RFC 9649, section 2).
///
/// @param bytes the whole file
public record WebpEnd(NativeBytes bytes) {

  private static final int RIFF_HEAD = 12;
  private static final int CHUNK_HEAD = 8;
  private static final int VP8 = 0x56503820;
  private static final int VP8L = 0x5650384c;
  private static final int VP8X = 0x56503858;
  private static final int ICCP = 0x49434350;
  private static final int EXIF = 0x45584946;
  private static final int XMP = 0x584d5020;
  private static final int ANIMATION = 2;

  /// @return whether the file ends before its format says it does
  public boolean missing() {
    return bytes.length() < RIFF_HEAD
        || (bytes.u32le(4) + CHUNK_HEAD > bytes.length() && !hasAllItNames());
  }

  /// Returns whether the chunks end with the file and none is missing: then the container's length
  /// is damaged. An animated file does not state its number of frames, so for it this is never
  /// certain.
  private boolean hasAllItNames() {
    long at = RIFF_HEAD;
    int promised = 0;
    int found = 0;
    boolean picture = false;
    while (at + CHUNK_HEAD <= bytes.length()) {
      int kind = (int) bytes.u32(at);
      if (kind == VP8X && at + CHUNK_HEAD < bytes.length()) {
        promised = bytes.u8(at + CHUNK_HEAD);
      }
      found |= flag(kind);
      picture |= kind == VP8 || kind == VP8L;
      long length = bytes.u32le(at + 4);
      at += CHUNK_HEAD + length + (length & 1);
    }
    boolean moves = (promised & ANIMATION) != 0;
    return at == bytes.length() && picture && !moves && (promised & 0x2c & ~found) == 0;
  }

  /// The flag by which a file announces a chunk.
  private static int flag(int kind) {
    return switch (kind) {
      case ICCP -> 0x20;
      case EXIF -> 8;
      case XMP -> 4;
      default -> 0;
    };
  }
}
