package dev.tintype.render.format.png;

import dev.tintype.render.format.NativeBytes;
import java.util.ArrayList;
import java.util.List;

/// The chunks of a PNG (https://www.w3.org/TR/png-3/#5DataRep), in file order.
public final class PngChunks {

  private static final int SIGNATURE_BYTES = 8;

  /// More chunks than any picture needs; the rest are ignored.
  private static final int MOST = 200_000;

  private PngChunks() {}

  /// One chunk.
  ///
  /// @param name its four letters
  /// @param at where its data begins
  /// @param length of its data
  public record Chunk(String name, long at, long length) {}

  /// All complete chunks of the file, up to its end chunk.
  public static List<Chunk> of(NativeBytes bytes) {
    List<Chunk> chunks = new ArrayList<>();
    long at = SIGNATURE_BYTES;
    while (at + 12 <= bytes.length() && chunks.size() < MOST) {
      long length = bytes.u32(at);
      if (at + 12 + length > bytes.length()) {
        break;
      }
      Chunk chunk = new Chunk(bytes.text(at + 4, 4), at + 8, length);
      chunks.add(chunk);
      if (chunk.name.equals("IEND")) {
        break;
      }
      at += 12 + length;
    }
    return chunks;
  }

  /// Returns whether the chunk's checksum matches its name and data.
  public static boolean intact(NativeBytes bytes, Chunk chunk) {
    return PngChecksums.isIntact(bytes, chunk.at - 8, chunk.length);
  }
}
