package dev.tintype.render.format.png;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.png.PngChunks.Chunk;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/// A PNG that libvips has just written; what libvips cannot be told is changed here, without a
/// codec.
///
/// @param bytes the whole file
public record SavedPng(NativeBytes bytes) {

  private static final ValueLayout.OfInt CHECKSUM =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /// Lengths around the data of a chunk: its length and name before it, its checksum behind it.
  private static final int BEFORE = 8;

  private static final int BEHIND = 4;

  /// Gives this colour to every fully transparent entry of the palette. libvips writes one of its
  /// own there. The memory of the file must be writable.
  ///
  /// @param rgb red in the lowest byte, then green, then blue
  public void colorTransparent(int rgb) {
    Optional<Chunk> palette = chunk("PLTE");
    Optional<Chunk> alpha = chunk("tRNS");
    if (palette.isEmpty() || alpha.isEmpty()) {
      return;
    }
    MemorySegment file = bytes.file();
    for (long entry = 0; entry < alpha.get().length(); entry++) {
      for (int band = 0; band < 3 && bytes.u8(alpha.get().at() + entry) == 0; band++) {
        long at = palette.get().at() + 3 * entry + band;
        file.set(ValueLayout.JAVA_BYTE, at, (byte) (rgb >> 8 * band));
      }
    }
    CRC32 checksum = new CRC32();
    long named = palette.get().at() - BEHIND;
    checksum.update(file.asSlice(named, palette.get().length() + BEHIND).asByteBuffer());
    file.set(CHECKSUM, palette.get().at() + palette.get().length(), (int) checksum.getValue());
  }

  /// @return the file in parts, without the resolution that libvips always states
  public List<MemorySegment> withoutResolution() {
    MemorySegment file = bytes.file();
    return chunk("pHYs")
        .map(chunk ->
            List.of(
                file.asSlice(0, chunk.at() - BEFORE),
                file.asSlice(chunk.at() + chunk.length() + BEHIND)))
        .orElse(List.of(file));
  }

  private Optional<Chunk> chunk(String name) {
    return PngChunks.of(bytes).stream().filter(chunk -> chunk.name().equals(name)).findFirst();
  }
}
