package dev.tintype.vips;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Configures the allocator of glibc, from which libvips and its codecs take pixel memory, to keep
/// freed memory for reuse.
///
/// By default glibc maps every large block separately and unmaps it when it is freed, and the
/// kernel zeroes each page on first use. A program that renders one picture after another pays that
/// cost every time.
///
/// The setting applies to the whole process. With another C library nothing changes. Safe for use
/// by many threads.
public final class NativeHeap {

  /// Parameters of `mallopt`, from glibc's `malloc.h`.
  private static final int TRIM_THRESHOLD = -1;

  private static final int MMAP_THRESHOLD = -3;

  /// Larger blocks, the planes of 24 MP and more, are still mapped separately: kept in the heap
  /// they leave holes that raise the peak by a third. It is also the highest value that some glibc
  /// versions accept.
  private static final int MAPPED_FROM = 32 << 20;

  /// glibc's `struct mallinfo2`: ten sizes; the first is the size of the heap.
  private static final MemoryLayout MALLINFO2 =
      MemoryLayout.structLayout(MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG));

  private final long kept;
  private final Optional<MethodHandle> mallinfo2;
  private final Optional<MethodHandle> mallocTrim;

  private NativeHeap(
      long kept, Optional<MethodHandle> mallinfo2, Optional<MethodHandle> mallocTrim) {
    this.kept = kept;
    this.mallinfo2 = mallinfo2;
    this.mallocTrim = mallocTrim;
  }

  /// Keeps freed memory from now on.
  ///
  /// @param kept the most heap that stays between two uses, in bytes, at least 1 MiB
  public static NativeHeap keeping(int kept) {
    if (kept < 1 << 20) {
      throw new IllegalArgumentException("at least 1 MiB, not " + kept);
    }
    Optional<MethodHandle> mallopt =
        call(
            "mallopt",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    mallopt.ifPresent(set -> {
      // for a value it does not accept it returns 0 and leaves the setting unchanged
      int _ = NativeCall.returning(() -> (int) set.invokeExact(MMAP_THRESHOLD, MAPPED_FROM));
      int _ = NativeCall.returning(() -> (int) set.invokeExact(TRIM_THRESHOLD, kept));
    });
    return new NativeHeap(
        kept,
        call("mallinfo2", FunctionDescriptor.of(MALLINFO2)),
        call("malloc_trim", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));
  }

  /// Returns the size of the heap, used and free, in bytes; 0 where that is unknown.
  public long size() {
    try (Arena arena = Arena.ofConfined()) {
      SegmentAllocator allocator = arena;
      return mallinfo2
          .map(info ->
              NativeCall.returning(() -> (MemorySegment) info.invokeExact(allocator))
                  .get(ValueLayout.JAVA_LONG, 0))
          .orElse(0L);
    }
  }

  /// Returns free memory to the kernel if the heap has grown beyond its limit, so that one costly
  /// picture does not occupy memory permanently.
  ///
  /// @return whether it did
  public boolean settle() {
    if (size() <= kept) {
      return false;
    }
    release();
    return true;
  }

  /// Returns all free memory to the kernel, for example before a task that needs most of a cap.
  public void release() {
    mallocTrim.ifPresent(trim -> NativeCall.returning(() -> (int) trim.invokeExact(0L)));
  }

  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> call(String name, FunctionDescriptor signature) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(address -> linker.downcallHandle(address, signature));
  }
}
