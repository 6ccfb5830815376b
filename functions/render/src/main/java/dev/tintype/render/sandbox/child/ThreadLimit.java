package dev.tintype.render.sandbox.child;

import dev.tintype.render.sandbox.JailException;
import dev.tintype.render.sandbox.KernelCalls;
import dev.tintype.render.sandbox.ResourceLimits;
import dev.tintype.render.sandbox.Syscall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The limit on threads of the renderer's user (`RLIMIT_NPROC`), which the kernel ignores for root.
/// https://man7.org/linux/man-pages/man2/getrlimit.2.html
final class ThreadLimit {
  private static final int PROCESSES = 6;
  private static final int BYTES = 16;

  private ThreadLimit() {}

  /// Sets the limit permanently, if one more thread can be started under it.
  ///
  /// @param most the most threads the user may have
  /// @throws JailException when no thread can be started: the kernel counts threads that are not
  ///   visible in this container
  static void set(KernelCalls kernel, long most) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment before = arena.allocate(BYTES, 8);
      kernel.demand(
          "read the limit on threads", Syscall.PRLIMIT64, 0, PROCESSES, 0, before.address());
      MemorySegment soft = arena.allocate(BYTES, 8);
      soft.set(ValueLayout.JAVA_LONG, 0, most);
      soft.set(ValueLayout.JAVA_LONG, 8, before.get(ValueLayout.JAVA_LONG, 8));
      kernel.demand("limit the threads", Syscall.PRLIMIT64, 0, PROCESSES, soft.address(), 0);
      if (!aThreadStarts()) {
        kernel.demand("lift that limit", Syscall.PRLIMIT64, 0, PROCESSES, before.address(), 0);
        throw new JailException(
            "The threads of the renderer are not limited: the kernel counts more than "
                + most
                + " of this user, which are not seen here.");
      }
    }
    ResourceLimits.set(kernel, PROCESSES, most);
  }

  private static boolean aThreadStarts() {
    try {
      Thread.ofPlatform().daemon().name("one-more").start(() -> {}).join();
      return true;
    } catch (OutOfMemoryError refused) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }
}
