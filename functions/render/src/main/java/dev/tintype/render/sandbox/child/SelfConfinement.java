package dev.tintype.render.sandbox.child;

import dev.tintype.render.sandbox.Attempt;
import dev.tintype.render.sandbox.JailException;
import dev.tintype.render.sandbox.JailLimits;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.JailTerms;
import dev.tintype.render.sandbox.KernelCalls;
import dev.tintype.render.sandbox.Prctl;
import dev.tintype.render.sandbox.ResourceLimits;
import dev.tintype.render.sandbox.SandboxReport;
import dev.tintype.render.sandbox.Syscall;
import dev.tintype.render.sandbox.filter.SeccompFilter;
import java.util.ArrayList;
import java.util.List;

/// The renderer's own part of the jail; it applies to every thread of the process.
///
/// `main` calls it once, after every native library is loaded and initialised. Afterwards the
/// process can start no program, open no socket and reach no other process. Threads, files in the
/// work folders and memory up to the cap still work.
public final class SelfConfinement {
  /// The stack limit of the main thread; other threads' stacks count as private memory.
  private static final long STACK_BYTES = 8L << 20;

  private SelfConfinement() {}

  /// Confines this process permanently and returns what is in force.
  ///
  /// @throws JailException if the mode is `require` and a required part is not in force
  public static SandboxReport enter(JailTerms terms) {
    List<String> warnings = new ArrayList<>();
    KernelCalls kernel = KernelCalls.bind();
    boolean watched =
        terms.mode() != JailMode.OFF && confine(kernel, terms, new Attempt(terms.mode(), warnings));
    Inspection inspection = new Inspection(kernel, terms);
    if (terms.mode() != JailMode.OFF && inspection.rootReachesFiles()) {
      warnings.add(
          "Root's files are open to the renderer: this kernel has no Landlock, so run the worker as"
              + " another user.");
    }
    SandboxReport report = inspection.report(watched, warnings);
    if (terms.mode() == JailMode.REQUIRE && !report.missing().isEmpty()) {
      throw new JailException(
          "The renderer may not open uploads here: "
              + String.join(", ", report.missing())
              + " not in force (TINTYPE_SANDBOX=prefer continues without).");
    }
    return report;
  }

  /// Returns whether this process dies with its parent.
  private static boolean confine(KernelCalls kernel, JailTerms terms, Attempt attempt) {
    JailLimits limits = terms.limits();
    // libvips sets the same when it starts.
    attempt.run(() -> kernel.removeFromEnvironment("VIPSHOME"));
    attempt.run(() -> kernel.demand("begin a session of its own", Syscall.SETSID));
    boolean watched = attempt.ask(() -> ParentWatch.start(kernel, terms.parentPid()), false);
    attempt.run(() -> kernel.demand("protect its memory", Syscall.PRCTL, Prctl.SET_DUMPABLE, 0));
    attempt.run(() ->
        kernel.demand(
            "forbid new privileges", Syscall.PRCTL, Prctl.SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0));
    attempt.run(() -> ResourceLimits.beNicer(kernel, limits.nice()));
    attempt.run(() -> ResourceLimits.set(kernel, ResourceLimits.CORE_BYTES, 0));
    attempt.run(() -> ResourceLimits.set(kernel, ResourceLimits.OPEN_FILES, limits.openFiles()));
    attempt.run(() -> ResourceLimits.set(kernel, ResourceLimits.FILE_BYTES, limits.fileBytes()));
    attempt.run(() -> ResourceLimits.set(kernel, ResourceLimits.STACK_BYTES, STACK_BYTES));
    limitThreads(kernel, terms, attempt);
    attempt.run(
        () -> ResourceLimits.set(kernel, ResourceLimits.MEMORY_BYTES, limits.memoryBytes()));
    attempt.run(
        () -> ResourceLimits.set(kernel, ResourceLimits.ADDRESS_BYTES, limits.addressBytes()));
    // The last step: the filter forbids every further change of a limit.
    attempt.run(() -> SeccompFilter.install(kernel));
    return watched;
  }

  /// Never required: in a container the kernel may count threads that are not visible here.
  private static void limitThreads(KernelCalls kernel, JailTerms terms, Attempt attempt) {
    if (terms.userThreads() == 0) {
      return;
    }
    try {
      ThreadLimit.set(kernel, terms.userThreads());
    } catch (JailException e) {
      attempt.warnings().add(String.valueOf(e.getMessage()));
    }
  }
}
