package dev.tintype.render.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads numbers from a file in native memory. A read beyond the end throws
/// [IndexOutOfBoundsException]: check [#length] first.
///
/// @param file the whole file
public record NativeBytes(MemorySegment file) {

  private static final ValueLayout.OfShort BIG_16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt BIG_32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort LITTLE_16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt LITTLE_32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Returns a part of the file.
  ///
  /// @throws IndexOutOfBoundsException when the part is not inside the file
  public NativeBytes part(long from, long length) {
    return new NativeBytes(file.asSlice(from, length));
  }

  /// @return the file's length, bytes
  public long length() {
    return file.byteSize();
  }

  /// @return the byte at an offset
  public int u8(long at) {
    return file.get(ValueLayout.JAVA_BYTE, at) & 0xff;
  }

  /// @return two bytes, big-endian
  public int u16(long at) {
    return file.get(BIG_16, at) & 0xffff;
  }

  /// @return four bytes, big-endian
  public long u32(long at) {
    return file.get(BIG_32, at) & 0xffffffffL;
  }

  /// @return two bytes, little-endian
  public int u16le(long at) {
    return file.get(LITTLE_16, at) & 0xffff;
  }

  /// @return four bytes, little-endian
  public long u32le(long at) {
    return file.get(LITTLE_32, at) & 0xffffffffL;
  }

  /// @return a copy of a part
  public byte[] copy(long from, long count) {
    return file.asSlice(from, count).toArray(ValueLayout.JAVA_BYTE);
  }

  /// @return a part as text, one byte per character
  public String text(long from, int count) {
    return new String(copy(from, count), StandardCharsets.ISO_8859_1);
  }
}
