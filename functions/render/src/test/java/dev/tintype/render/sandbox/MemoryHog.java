package dev.tintype.render.sandbox;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/// Allocates native memory in one way after another until the kernel refuses, and frees it.
///
/// @param kernel makes the calls
/// @param thread the name before each line
record MemoryHog(KernelCalls kernel, String thread) {
  private static final long PIECE = 4L << 20;
  private static final long GIVE_UP = 4096;
  private static final int ANONYMOUS = 0x4022;

  /// Freed at once when the kernel refuses, so that the JVM itself gets its next page.
  private static final long SPARE = 64L << 20;

  static void run(String thread) {
    MemoryHog hog = new MemoryHog(KernelCalls.bind(), thread);
    long _ = hog.take("mapped", number -> hog.map(PIECE, 3), GIVE_UP);
    long _ = hog.take("protected", number -> hog.writtenThenProtected(), GIVE_UP);
    hog.reserved();
    hog.grown();
    System.out.println(thread + " alive=true");
  }

  @SuppressWarnings("restricted")
  static void allocate() throws Throwable {
    MethodHandle malloc =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("malloc"),
                FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    MemorySegment much = (MemorySegment) malloc.invokeExact(4L << 30);
    System.out.println("hog malloc=" + (much.address() == 0 ? "null" : "memory"));
  }

  static void fillHeap() {
    List<byte[]> kept = new ArrayList<>();
    while (kept.size() < GIVE_UP) {
      kept.add(new byte[1 << 20]);
    }
    System.out.println("heap kept=" + kept.size());
  }

  /// Written pages that become read-only stay resident, but no longer count as data.
  @SuppressWarnings("restricted")
  private long writtenThenProtected() {
    long address = map(PIECE, 3);
    if (address >= 0) {
      MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(PIECE);
      for (long at = 0; at < PIECE; at += 4096) {
        memory.set(JAVA_BYTE, at, (byte) 1);
      }
      kernel.call(Syscall.MPROTECT, address, PIECE, 1);
    }
    return address;
  }

  /// Reserves address space, which costs nothing, and then makes it writable.
  private void reserved() {
    long bytes = GIVE_UP * PIECE;
    long reserved = map(bytes, 0);
    while (reserved < 0) {
      bytes -= PIECE;
      reserved = map(bytes, 0);
    }
    long start = reserved;
    say("reservedBytes", bytes);
    long _ =
        take(
            "madeWritable",
            number -> kernel.call(Syscall.MPROTECT, start + number * PIECE, PIECE, 3),
            bytes / PIECE);
    kernel.call(Syscall.MUNMAP, reserved, bytes);
  }

  /// Makes one mapping longer and longer.
  private void grown() {
    long[] at = {map(PIECE, 3)};
    long pieces =
        take(
            "grown",
            number -> {
              long moved =
                  kernel.call(Syscall.MREMAP, at[0], (number + 1) * PIECE, (number + 2) * PIECE, 1);
              at[0] = moved < 0 ? at[0] : moved;
              return moved < 0 ? moved : 0;
            },
            GIVE_UP);
    kernel.call(Syscall.MUNMAP, at[0], (pieces + 1) * PIECE);
  }

  private long map(long bytes, int protection) {
    return kernel.call(Syscall.MMAP, 0, bytes, protection, ANONYMOUS, -1, 0);
  }

  /// @return how many pieces the kernel granted
  private long take(String name, LongUnaryOperator taking, long most) {
    long spare = map(SPARE, 3);
    List<Long> taken = new ArrayList<>();
    long result = 0;
    while (taken.size() < most && result >= 0) {
      result = taking.applyAsLong(taken.size());
      if (result >= 0) {
        taken.add(result);
      }
    }
    kernel.call(Syscall.MUNMAP, spare, SPARE);
    taken.stream()
        .filter(address -> address > 0)
        .forEach(address -> kernel.call(Syscall.MUNMAP, address, PIECE));
    say(name + "Bytes", taken.size() * PIECE);
    say(name + "End", result);
    return taken.size();
  }

  private void say(String name, long value) {
    System.out.println(thread + " " + name + "=" + value);
  }
}
