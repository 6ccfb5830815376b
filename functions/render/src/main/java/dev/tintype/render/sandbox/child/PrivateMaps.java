package dev.tintype.render.sandbox.child;

import dev.tintype.render.sandbox.KernelCalls;
import dev.tintype.render.sandbox.Syscall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/// Maps files read-only as private memory. The JDK maps read-only files as shared memory, which the
/// jail refuses: a shared map can be made writable later, and no memory cap counts it.
public final class PrivateMaps {
  private static final int AT_WORKING_FOLDER = -100;
  private static final int READ_ONLY_CLOEXEC = 0x80000;
  private static final int PROTECTION_READ = 1;
  private static final int MAP_PRIVATE = 2;

  private final KernelCalls kernel;

  private PrivateMaps(KernelCalls kernel) {
    this.kernel = kernel;
  }

  /// Binds the system calls.
  ///
  /// @throws dev.tintype.render.sandbox.JailException outside Linux
  public static PrivateMaps bind() {
    return new PrivateMaps(KernelCalls.bind());
  }

  /// Maps a whole file for the arena's lifetime; an empty file gives an empty segment.
  ///
  /// @throws IOException when it cannot be opened or mapped
  @SuppressWarnings("restricted")
  public MemorySegment map(Path file, Arena arena) throws IOException {
    long bytes = Files.size(file);
    if (bytes == 0) {
      return arena.allocate(0);
    }
    long address = map(file, bytes);
    return MemorySegment.ofAddress(address)
        .reinterpret(
            bytes, arena, unmapped -> kernel.call(Syscall.MUNMAP, unmapped.address(), bytes))
        .asReadOnly();
  }

  private long map(Path file, long bytes) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(file.toString()).address();
      long opened = kernel.call(Syscall.OPENAT, AT_WORKING_FOLDER, name, READ_ONLY_CLOEXEC);
      if (opened < 0) {
        throw new IOException(file + " cannot be opened (errno " + -opened + ")");
      }
      try {
        long address = kernel.call(Syscall.MMAP, 0, bytes, PROTECTION_READ, MAP_PRIVATE, opened, 0);
        if (address < 0 && address > -4096) {
          throw new IOException(file + " cannot be mapped (errno " + -address + ")");
        }
        return address;
      } finally {
        kernel.call(Syscall.CLOSE, opened);
      }
    }
  }
}
