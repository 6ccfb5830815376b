package dev.tintype.render.format.png;

import dev.tintype.render.format.NativeBytes;
import dev.tintype.render.format.png.PngChunks.Chunk;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/// A PNG changed so that libpng shows it as browsers do. libpng ignores a `tRNS` chunk with more
/// entries than the palette, which makes the picture opaque; browsers use the entries that fit.
public final class MendedPng {

  private static final int BYTES_OF_A_COLOR = 3;

  /// The bytes of length and name before a chunk's data.
  private static final int BEFORE_DATA = 8;

  private static final int CHECKSUM = 4;

  private MendedPng() {}

  /// @param chunks the file's chunks
  /// @param arena owns a copy
  /// @return the file itself, or a copy whose transparency fits its palette
  public static MemorySegment of(NativeBytes bytes, List<Chunk> chunks, Arena arena) {
    Optional<Chunk> transparency = first("tRNS", chunks);
    long colors = first("PLTE", chunks).map(Chunk::length).orElse(0L) / BYTES_OF_A_COLOR;
    return transparency.isPresent() && colors > 0 && transparency.get().length() > colors
        ? shortened(bytes, transparency.get(), (int) colors, arena)
        : bytes.file();
  }

  private static Optional<Chunk> first(String name, List<Chunk> chunks) {
    return chunks.stream().filter(chunk -> chunk.name().equals(name)).findFirst();
  }

  private static MemorySegment shortened(NativeBytes bytes, Chunk chunk, int entries, Arena arena) {
    byte[] kept = shortChunk(bytes, chunk, entries);
    long begin = chunk.at() - BEFORE_DATA;
    long behind = chunk.at() + chunk.length() + CHECKSUM;
    long rest = bytes.length() - behind;
    MemorySegment copy = arena.allocate(begin + kept.length + rest);
    MemorySegment.copy(bytes.file(), 0, copy, 0, begin);
    MemorySegment.copy(kept, 0, copy, ValueLayout.JAVA_BYTE, begin, kept.length);
    MemorySegment.copy(bytes.file(), behind, copy, begin + kept.length, rest);
    return copy;
  }

  private static byte[] shortChunk(NativeBytes bytes, Chunk chunk, int entries) {
    byte[] named = bytes.copy(chunk.at() - BEFORE_DATA / 2, BEFORE_DATA / 2 + (long) entries);
    CRC32 checksum = new CRC32();
    checksum.update(named);
    return ByteBuffer.allocate(BEFORE_DATA / 2 + named.length + CHECKSUM)
        .putInt(entries)
        .put(named)
        .putInt((int) checksum.getValue())
        .array();
  }
}
