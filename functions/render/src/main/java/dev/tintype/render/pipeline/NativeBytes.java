package dev.tintype.render.pipeline;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A file in native memory, read number by number. Reading beyond its end is an
/// [IndexOutOfBoundsException]: ask [#length] first.
///
/// @param file the whole file
record NativeBytes(MemorySegment file) {

  private static final ValueLayout.OfShort BIG_16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt BIG_32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort LITTLE_16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt LITTLE_32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  long length() {
    return file.byteSize();
  }

  int u8(long at) {
    return file.get(ValueLayout.JAVA_BYTE, at) & 0xff;
  }

  int u16(long at) {
    return file.get(BIG_16, at) & 0xffff;
  }

  long u32(long at) {
    return file.get(BIG_32, at) & 0xffffffffL;
  }

  int u16le(long at) {
    return file.get(LITTLE_16, at) & 0xffff;
  }

  long u32le(long at) {
    return file.get(LITTLE_32, at) & 0xffffffffL;
  }

  /// @return a copy of a part
  byte[] copy(long from, long count) {
    return file.asSlice(from, count).toArray(ValueLayout.JAVA_BYTE);
  }

  /// @return a part as letters of one byte each
  String text(long from, int count) {
    return new String(copy(from, count), StandardCharsets.ISO_8859_1);
  }
}
