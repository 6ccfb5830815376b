package dev.tintype.render.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The Linux capabilities of the calling thread, and those it can pass on.
/// https://man7.org/linux/man-pages/man7/capabilities.7.html
public final class Capabilities {
  private static final int VERSION_3 = 0x20080522;
  private static final int DATA_BYTES = 24;
  private static final int HIGHEST_POSSIBLE = 63;

  private Capabilities() {}

  /// Removes every capability from the calling thread and from every process it starts. Does
  /// nothing for a thread without capabilities.
  public static void dropAll(KernelCalls kernel) {
    if (!thisThreadHasAny(kernel)) {
      return;
    }
    for (int capability = 0; capability <= HIGHEST_POSSIBLE; capability++) {
      if (isBequeathed(kernel, capability)) {
        kernel.demand(
            "drop a capability from the bounding set",
            Syscall.PRCTL,
            Prctl.CAPABILITY_BOUND_DROP,
            capability);
      }
    }
    kernel.demand(
        "clear the ambient capabilities",
        Syscall.PRCTL,
        Prctl.CAPABILITY_AMBIENT,
        Prctl.CAPABILITY_AMBIENT_CLEAR_ALL,
        0,
        0,
        0);
    try (Arena arena = Arena.ofConfined()) {
      kernel.demand(
          "drop the capabilities",
          Syscall.CAPSET,
          header(arena).address(),
          arena.allocate(DATA_BYTES, 4).address());
    }
  }

  /// Returns whether the calling thread has a capability in any of its sets, or could pass one to a
  /// program that it starts as root.
  public static boolean thisThreadHasAny(KernelCalls kernel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(DATA_BYTES, 4);
      kernel.demand(
          "read the capabilities", Syscall.CAPGET, header(arena).address(), data.address());
      for (long at = 0; at < DATA_BYTES; at += Integer.BYTES) {
        if (data.get(ValueLayout.JAVA_INT, at) != 0) {
          return true;
        }
      }
      return false;
    }
  }

  /// Returns whether the bounding set is empty, so that no program can ever gain a capability.
  public static boolean boundIsEmpty(KernelCalls kernel) {
    for (int capability = 0; capability <= HIGHEST_POSSIBLE; capability++) {
      if (isBequeathed(kernel, capability)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBequeathed(KernelCalls kernel, int capability) {
    return kernel.call(Syscall.PRCTL, Prctl.CAPABILITY_BOUND_READ, capability) == 1;
  }

  private static MemorySegment header(Arena arena) {
    MemorySegment header = arena.allocate(8, 4);
    header.set(ValueLayout.JAVA_INT, 0, VERSION_3);
    return header;
  }
}
