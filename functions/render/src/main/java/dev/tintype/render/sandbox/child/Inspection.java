package dev.tintype.render.sandbox.child;

import dev.tintype.render.sandbox.Capabilities;
import dev.tintype.render.sandbox.Errno;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.JailTerms;
import dev.tintype.render.sandbox.KernelCalls;
import dev.tintype.render.sandbox.Measure;
import dev.tintype.render.sandbox.Prctl;
import dev.tintype.render.sandbox.ResourceLimits;
import dev.tintype.render.sandbox.SandboxReport;
import dev.tintype.render.sandbox.Syscall;
import java.lang.foreign.Arena;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Reads from the kernel what is in force for this process, and tries operations that must be
/// refused.
///
/// @param kernel makes the calls
/// @param terms the parent's instructions
record Inspection(KernelCalls kernel, JailTerms terms) {
  private static final Set<String> ENVIRONMENT = Set.of("MALLOC_ARENA_MAX", "LANG", "TMPDIR");
  private static final int FILTER_MODE = 2;
  private static final int AT_WORKING_FOLDER = -100;
  private static final int UNIX_SOCKET = 1;
  private static final int STREAM = 1;

  SandboxReport report(boolean watched, List<String> warnings) {
    Set<Measure> holding = EnumSet.noneOf(Measure.class);
    for (Measure measure : Measure.values()) {
      if (holds(measure, watched)) {
        holding.add(measure);
      }
    }
    return new SandboxReport(
        terms.mode(),
        holding,
        rootFolderIsRefused() ? terms.landlockAbi() : 0,
        memoryCap(),
        processorMeans(),
        warnings);
  }

  private boolean holds(Measure measure, boolean watched) {
    return switch (measure) {
      case NO_NEW_PRIVILEGES -> ask(Prctl.GET_NO_NEW_PRIVILEGES) == 1;
      case SECCOMP -> ask(Prctl.GET_SECCOMP) == FILTER_MODE && socketIsRefused();
      case CAPABILITIES_DROPPED ->
          !Capabilities.thisThreadHasAny(kernel)
              && (Capabilities.boundIsEmpty(kernel) || kernel.call(Syscall.GETUID) != 0);
      case CLEAN_ENVIRONMENT -> Set.copyOf(kernel.environmentNames()).equals(ENVIRONMENT);
      case DIES_WITH_PARENT -> watched && kernel.call(Syscall.GETPPID) == terms.parentPid();
      case CGROUP -> terms.controlGroup();
    };
  }

  /// Answers whether it runs as root, which owns the system's files, and nothing closes them.
  boolean rootReachesFiles() {
    return kernel.call(Syscall.GETUID) == 0 && !rootFolderIsRefused();
  }

  /// Returns the memory cap; 0 unless both limits are in force, because each covers gaps of the
  /// other.
  private long memoryCap() {
    long cap = ResourceLimits.hard(kernel, ResourceLimits.MEMORY_BYTES);
    long addresses = ResourceLimits.hard(kernel, ResourceLimits.ADDRESS_BYTES);
    return cap < 0 || addresses < 0 ? 0 : cap;
  }

  private long ask(int operation) {
    return kernel.call(Syscall.PRCTL, operation, 0, 0, 0, 0);
  }

  private boolean socketIsRefused() {
    long socket = kernel.call(Syscall.SOCKET, UNIX_SOCKET, STREAM, 0);
    if (socket >= 0) {
      kernel.call(Syscall.CLOSE, socket);
    }
    return socket == -Errno.EPERM;
  }

  private boolean rootFolderIsRefused() {
    try (Arena arena = Arena.ofConfined()) {
      long folder =
          kernel.call(Syscall.OPENAT, AT_WORKING_FOLDER, arena.allocateFrom("/").address(), 0);
      if (folder >= 0) {
        kernel.call(Syscall.CLOSE, folder);
      }
      return folder == -Errno.EACCES;
    }
  }

  private String processorMeans() {
    if (terms.mode() == JailMode.OFF) {
      return "none";
    }
    return "niceness +" + terms.limits().nice() + " and the deadline";
  }
}
