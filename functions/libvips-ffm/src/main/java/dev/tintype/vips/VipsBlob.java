package dev.tintype.vips;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Bytes that libvips allocated, such as an encoded file; freed on close. Any thread may read it.
public final class VipsBlob implements AutoCloseable {

  private final Arena arena = Arena.ofShared();
  private final MemorySegment bytes;

  VipsBlob(MemorySegment pointer, long length, Runnable release) {
    this.bytes = VipsCalls.owned(pointer, length, arena, ignored -> release.run()).asReadOnly();
  }

  /// Returns the bytes in place, read-only; not accessible after [#close()].
  public MemorySegment asSegment() {
    return bytes;
  }

  /// Returns the number of bytes.
  public long byteSize() {
    return bytes.byteSize();
  }

  /// Returns a copy on the Java heap.
  public byte[] toByteArray() {
    return bytes.toArray(JAVA_BYTE);
  }

  /// Frees the bytes; a second call does nothing.
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
