package dev.tintype.render.sandbox;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Set;

/// Asks the kernel what holds for this process, and tries what must be refused.
///
/// @param kernel who is asked
/// @param terms what was agreed
record Inspection(KernelCalls kernel, JailTerms terms) {
  private static final Set<String> ENVIRONMENT = Set.of("MALLOC_ARENA_MAX", "LANG", "TMPDIR");
  private static final int FILTER_MODE = 2;
  private static final int EACCES = 13;
  private static final int EPERM = 1;
  private static final int AT_WORKING_FOLDER = -100;
  private static final int UNIX_SOCKET = 1;
  private static final int STREAM = 1;

  SandboxReport report(boolean watched, List<String> warnings) {
    long cap = ResourceLimits.hard(kernel, ResourceLimits.MEMORY_BYTES);
    return new SandboxReport(
        terms.mode(),
        ask(Prctl.GET_NO_NEW_PRIVILEGES) == 1,
        ask(Prctl.GET_SECCOMP) == FILTER_MODE && socketIsRefused(),
        rootFolderIsRefused() ? terms.landlockAbi() : 0,
        !Capabilities.thisThreadHasAny(kernel)
            && (Capabilities.boundIsEmpty(kernel) || kernel.call(Syscall.GETUID) != 0),
        cap < 0 ? 0 : cap,
        Set.copyOf(kernel.environmentNames()).equals(ENVIRONMENT),
        watched && kernel.call(Syscall.GETPPID) == terms.parentPid(),
        terms.controlGroup(),
        processorMeans(),
        warnings);
  }

  /// Answers whether it runs as root, which owns the system's files, and nothing closes them.
  boolean rootReachesFiles() {
    return kernel.call(Syscall.GETUID) == 0 && !rootFolderIsRefused();
  }

  private long ask(int operation) {
    return kernel.call(Syscall.PRCTL, operation, 0, 0, 0, 0);
  }

  private boolean socketIsRefused() {
    long socket = kernel.call(Syscall.SOCKET, UNIX_SOCKET, STREAM, 0);
    if (socket >= 0) {
      kernel.call(Syscall.CLOSE, socket);
    }
    return socket == -EPERM;
  }

  private boolean rootFolderIsRefused() {
    try (Arena arena = Arena.ofConfined()) {
      long folder =
          kernel.call(Syscall.OPENAT, AT_WORKING_FOLDER, arena.allocateFrom("/").address(), 0);
      if (folder >= 0) {
        kernel.call(Syscall.CLOSE, folder);
      }
      return folder == -EACCES;
    }
  }

  private String processorMeans() {
    if (terms.mode() == JailMode.OFF) {
      return "none";
    }
    int processors = terms.limits().processors();
    String nice = "niceness +" + terms.limits().nice() + " and the deadline";
    String means = processors == 0 ? nice : processors + " processors by affinity, " + nice;
    return terms.controlGroup() && processors > 0 ? "cgroup quota, " + means : means;
  }
}
