package dev.tintype.render.format.png;

import dev.tintype.render.format.NativeBytes;
import java.util.zip.CRC32;

/// Detects a damaged or truncated chunk that pixels need, by its checksum
/// (https://www.w3.org/TR/png-3/, section 5.3). Every decoder refuses such a file; checked here, it
/// never reaches native code. Other chunks' checksums are not verified.
///
/// @param bytes the whole file
public record PngChecksums(NativeBytes bytes) {

  private static final int SIGNATURE = 8;
  private static final int HEADER = 0x49484452;
  private static final int PALETTE = 0x504c5445;
  private static final int DATA = 0x49444154;
  private static final int END = 0x49454e44;
  private static final int AROUND_DATA = 12;

  /// With more chunks than this, the decoder checks them.
  private static final int MOST_CHUNKS = 200_000;

  /// @return whether the header, the palette or the data of the picture is damaged
  public boolean areBroken() {
    long at = SIGNATURE;
    for (int chunk = 0; chunk < MOST_CHUNKS && at + 8 <= bytes.length(); chunk++) {
      long length = bytes.u32(at);
      int kind = (int) bytes.u32(at + 4);
      if (kind == END) {
        return false;
      }
      long behind = at + AROUND_DATA + length;
      if (isNeeded(kind) && (behind > bytes.length() || !isIntact(bytes, at, length))) {
        return true;
      }
      at = behind;
    }
    return false;
  }

  private static boolean isNeeded(int kind) {
    return kind == HEADER || kind == PALETTE || kind == DATA;
  }

  /// Returns whether a chunk's checksum matches its name and data, which are not copied.
  ///
  /// @param chunk where the chunk begins, at its length
  /// @param length of its data; the whole chunk is inside the file
  static boolean isIntact(NativeBytes bytes, long chunk, long length) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes.file().asSlice(chunk + 4, length + 4).asByteBuffer());
    return checksum.getValue() == bytes.u32(chunk + 8 + length);
  }
}
