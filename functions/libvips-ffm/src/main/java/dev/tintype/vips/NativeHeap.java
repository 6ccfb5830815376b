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

/// The allocator of glibc, from which libvips and its codecs take pixels, told to keep what was
/// freed for whoever asks next.
///
/// By itself glibc maps every large block anew and gives it back at once, and the kernel clears its
/// pages one fault at a time: a program that renders one picture after another pays that each time.
/// It holds for the whole process. With another C library nothing changes. Safe for use by many
/// threads.
public final class NativeHeap {

  /// Parameters of `mallopt`, from glibc's `malloc.h`.
  private static final int TRIM_THRESHOLD = -1;

  private static final int MMAP_THRESHOLD = -3;

  /// Larger blocks, the planes of 24 MP and more, are still mapped by themselves: kept in the heap
  /// they leave holes that raise the peak by a third. It is also the most that some versions take.
  private static final int MAPPED_FROM = 32 << 20;

  /// glibc's `struct mallinfo2`: ten sizes, of which the first is how large the heap is.
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

  /// Has freed memory kept from now on.
  ///
  /// @param kept how large the heap may stay between two uses, in bytes, at least 1 MiB
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
      // a value it does not take is answered by 0 and leaves the setting as it was
      int _ = NativeCall.returning(() -> (int) set.invokeExact(MMAP_THRESHOLD, MAPPED_FROM));
      int _ = NativeCall.returning(() -> (int) set.invokeExact(TRIM_THRESHOLD, kept));
    });
    return new NativeHeap(
        kept,
        call("mallinfo2", FunctionDescriptor.of(MALLINFO2)),
        call("malloc_trim", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));
  }

  /// How large the heap is, used and free, in bytes; 0 where that cannot be known.
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

  /// Gives what is free back to the kernel if the heap has grown larger than what it may keep: the
  /// costly picture of one user is not remembered for ever.
  ///
  /// @return whether it did
  public boolean settle() {
    if (size() <= kept) {
      return false;
    }
    release();
    return true;
  }

  /// Gives all that is free back to the kernel, such as before something that needs most of a cap.
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
