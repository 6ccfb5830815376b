package dev.tintype.render.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// What the parent put on the thread that starts renderers.
///
/// @param landlockAbi the Landlock version in force, 0 for none
/// @param warnings one sentence for each thing that could not be done
record FirstStage(int landlockAbi, List<String> warnings) {
  private static final int AFFINITY_BYTES = 1024;

  FirstStage {
    warnings = List.copyOf(warnings);
  }

  static FirstStage none() {
    return new FirstStage(0, List.of());
  }

  /// Confines the calling thread, for ever, and protects this process from its children.
  ///
  /// @throws JailException if the mode is `require` and a step fails
  static FirstStage onThisThread(JailPolicy policy) {
    if (policy.mode() == JailMode.OFF) {
      return none();
    }
    List<String> warnings = new ArrayList<>();
    Attempt attempt = new Attempt(policy.mode(), warnings);
    KernelCalls kernel = KernelCalls.bind();
    attempt.run(() -> hideThisProcess(kernel));
    attempt.run(() -> forbidNewPrivileges(kernel));
    attempt.run(() -> keepToProcessors(kernel, policy.limits().processors()));
    int landlockAbi = attempt.ask(() -> closeFiles(kernel, policy), 0);
    attempt.run(() -> Capabilities.dropAll(kernel));
    return new FirstStage(landlockAbi, warnings);
  }

  /// Keeps other processes of the same user out of this one's memory and environment.
  private static void hideThisProcess(KernelCalls kernel) {
    kernel.demand("protect the worker's memory", Syscall.PRCTL, Prctl.SET_DUMPABLE, 0);
  }

  private static void forbidNewPrivileges(KernelCalls kernel) {
    kernel.demand(
        "forbid new privileges (no_new_privs)",
        Syscall.PRCTL,
        Prctl.SET_NO_NEW_PRIVILEGES,
        1,
        0,
        0,
        0);
  }

  private static int closeFiles(KernelCalls kernel, JailPolicy policy) {
    int abi = policy.landlock() ? Landlock.abi(kernel) : 0;
    if (abi > 0) {
      Landlock.restrictThisThread(kernel, abi, policy);
    }
    return abi;
  }

  /// Leaves the last few of the worker's processors to this thread and its children.
  private static void keepToProcessors(KernelCalls kernel, int processors) {
    if (processors == 0) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(AFFINITY_BYTES, 8);
      long bytes =
          kernel.demand(
              "tell the processors", Syscall.SCHED_GETAFFINITY, 0, AFFINITY_BYTES, mask.address());
      int left = processors;
      for (long bit = bytes * 8 - 1; bit >= 0; bit--) {
        byte octet = mask.get(ValueLayout.JAVA_BYTE, bit / 8);
        int flag = 1 << (bit % 8);
        if ((octet & flag) != 0 && --left < 0) {
          mask.set(ValueLayout.JAVA_BYTE, bit / 8, (byte) (octet & ~flag));
        }
      }
      kernel.demand("choose the processors", Syscall.SCHED_SETAFFINITY, 0, bytes, mask.address());
    }
  }
}
