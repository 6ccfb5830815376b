package dev.tintype.render.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The rights of root, as the calling thread holds and bequeaths them.
/// https://man7.org/linux/man-pages/man7/capabilities.7.html
public final class Capabilities {
  private static final int VERSION_3 = 0x20080522;
  private static final int DATA_BYTES = 24;
  private static final int HIGHEST_POSSIBLE = 63;

  private Capabilities() {}

  /// Takes every capability from the calling thread and from whatever it starts; for a thread
  /// without any, nothing happens.
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

  /// Answers whether the calling thread holds a capability, usable or not, or could bequeath one to
  /// a program that it starts as root.
  public static boolean thisThreadHasAny(KernelCalls kernel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocate(DATA_BYTES, 4);
      kernel.demand(
          "tell the capabilities", Syscall.CAPGET, header(arena).address(), data.address());
      for (long at = 0; at < DATA_BYTES; at += Integer.BYTES) {
        if (data.get(ValueLayout.JAVA_INT, at) != 0) {
          return true;
        }
      }
      return false;
    }
  }

  /// Answers whether the bounding set is empty, so that no program could ever gain a capability.
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
