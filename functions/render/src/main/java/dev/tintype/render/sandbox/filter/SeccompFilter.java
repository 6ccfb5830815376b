package dev.tintype.render.sandbox.filter;

import dev.tintype.render.sandbox.Architecture;
import dev.tintype.render.sandbox.Errno;
import dev.tintype.render.sandbox.JailException;
import dev.tintype.render.sandbox.KernelCalls;
import dev.tintype.render.sandbox.Syscall;
import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// The list of system calls a renderer may make once its libraries are loaded.
///
/// An allow-list. A call that is not listed fails with `EPERM`; a call that only newer kernels have
/// fails with `ENOSYS`, so that glibc falls back to an older one. Calls that can reach other
/// processes, or allocate memory that the cap does not count, are allowed for some arguments only.
public final class SeccompFilter {
  private static final int X32_BIT = 0x40000000;
  private static final int SET_MODE_FILTER = 1;
  private static final int TSYNC = 1;

  private static final Set<Syscall> FREE = EnumSet.range(Syscall.FUTEX, Syscall.GETPRIORITY);
  private static final Set<Syscall> AS_IF_UNKNOWN = EnumSet.of(Syscall.CLONE3, Syscall.OPENAT2);

  private SeccompFilter() {}

  /// Installs the filter permanently on every thread of this process.
  ///
  /// @throws JailException if the kernel refuses it, or a thread already has a different filter
  public static void install(KernelCalls kernel) {
    BpfProgram program = program(kernel.architecture(), ProcessHandle.current().pid());
    try (Arena arena = Arena.ofConfined()) {
      long result =
          kernel.demand(
              "filter the renderer's system calls (seccomp)",
              Syscall.SECCOMP,
              SET_MODE_FILTER,
              TSYNC,
              program.write(arena).address());
      if (result > 0) {
        throw new JailException("Thread " + result + " could not take the system call filter.");
      }
    }
  }

  static BpfProgram program(Architecture architecture, long pid) {
    Map<Syscall, BpfProgram> byArguments = ArgumentRules.forProcess((int) pid);
    BpfProgram program =
        new BpfProgram()
            .load(BpfProgram.ARCHITECTURE)
            .unlessEqual((int) architecture.auditArchitecture, new BpfProgram().kill())
            .load(BpfProgram.NUMBER)
            .ifAtLeast(X32_BIT, refuse())
            .ifGreater(Syscall.HIGHEST_KNOWN, pretendUnknown());
    for (Syscall call : Syscall.values()) {
      if (!call.existsOn(architecture)) {
        continue;
      }
      BpfProgram rule = byArguments.get(call);
      if (rule != null) {
        program.ifEqual(call.number(architecture), rule);
      } else if (FREE.contains(call)) {
        program.ifEqual(call.number(architecture), new BpfProgram().allow());
      } else if (AS_IF_UNKNOWN.contains(call)) {
        program.ifEqual(call.number(architecture), pretendUnknown());
      }
    }
    return program.refuse(Errno.EPERM);
  }

  private static BpfProgram refuse() {
    return new BpfProgram().refuse(Errno.EPERM);
  }

  private static BpfProgram pretendUnknown() {
    return new BpfProgram().refuse(Errno.ENOSYS);
  }
}
