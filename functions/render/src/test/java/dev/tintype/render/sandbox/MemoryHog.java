package dev.tintype.render.sandbox;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Takes native memory until the kernel says no.
final class MemoryHog {
  private static final long PIECE = 8L << 20;
  private static final int GIVE_UP = 4096;

  private MemoryHog() {}

  static void run() throws Throwable {
    KernelCalls kernel = KernelCalls.bind();
    print("mapped", number -> kernel.call(Syscall.MMAP, 0, PIECE, 3, 0x22, -1, 0));
    long reserved = kernel.call(Syscall.MMAP, 0, GIVE_UP * PIECE, 0, 0x4022, -1, 0);
    print(
        "protected", number -> kernel.call(Syscall.MPROTECT, reserved + number * PIECE, PIECE, 3));
    @SuppressWarnings("restricted")
    var malloc =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("malloc"),
                FunctionDescriptor.of(ADDRESS, JAVA_LONG));
    MemorySegment last = (MemorySegment) malloc.invokeExact(256L << 20);
    System.out.println("hog malloc=" + (last.address() == 0 ? "null" : "memory"));
    System.out.println("hog alive=true");
  }

  static void fillHeap() {
    List<byte[]> kept = new ArrayList<>();
    while (kept.size() < GIVE_UP) {
      kept.add(new byte[1 << 20]);
    }
    System.out.println("heap kept=" + kept.size());
  }

  private static void print(String name, Taking taking) {
    int pieces = 0;
    long result = 0;
    while (pieces < GIVE_UP && result >= 0) {
      result = taking.take(pieces);
      pieces++;
    }
    System.out.println("hog " + name + "Bytes=" + (pieces - 1) * PIECE);
    System.out.println("hog " + name + "End=" + result);
  }

  private interface Taking {
    long take(int number);
  }
}
