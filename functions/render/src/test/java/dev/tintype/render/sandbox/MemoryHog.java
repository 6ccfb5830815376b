package dev.tintype.render.sandbox;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/// Takes native memory until the kernel says no.
///
/// @param kernel who is asked
record MemoryHog(KernelCalls kernel) {
  private static final long PIECE = 4L << 20;
  private static final long GIVE_UP = 4096;

  /// Given back at once when the kernel says no, so that the JVM itself finds its next page.
  private static final long SPARE = 64L << 20;

  @SuppressWarnings("restricted")
  static void run() throws Throwable {
    MemoryHog hog = new MemoryHog(KernelCalls.bind());
    MethodHandle malloc =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("malloc"),
                FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    hog.take("mapped", number -> hog.map(PIECE, 3));
    MemorySegment much = (MemorySegment) malloc.invokeExact(256L << 20);
    System.out.println("hog malloc=" + (much.address() == 0 ? "null" : "memory"));
    System.out.println("hog alive=true");
  }

  /// Reserves address space, which is free, and then makes it writable.
  static void runProtecting() {
    MemoryHog hog = new MemoryHog(KernelCalls.bind());
    long reserved = hog.map(GIVE_UP * PIECE, 0);
    hog.take(
        "protected",
        number -> hog.kernel.call(Syscall.MPROTECT, reserved + number * PIECE, PIECE, 3));
    System.out.println("hog alive=true");
  }

  static void fillHeap() {
    List<byte[]> kept = new ArrayList<>();
    while (kept.size() < GIVE_UP) {
      kept.add(new byte[1 << 20]);
    }
    System.out.println("heap kept=" + kept.size());
  }

  private long map(long bytes, int protection) {
    return kernel.call(Syscall.MMAP, 0, bytes, protection, 0x4022, -1, 0);
  }

  private void take(String name, LongUnaryOperator taking) {
    long spare = map(SPARE, 3);
    long pieces = 0;
    long result = 0;
    while (pieces < GIVE_UP && result >= 0) {
      result = taking.applyAsLong(pieces);
      pieces++;
    }
    kernel.call(Syscall.MUNMAP, spare, SPARE);
    System.out.println("hog " + name + "Bytes=" + (pieces - 1) * PIECE);
    System.out.println("hog " + name + "End=" + result);
  }
}
