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

/// The renderer's own share of the jail: closes the kernel's doors behind every thread it has.
///
/// Called once, by main, after every native library is loaded and has started. From then on no
/// program can be started, no socket opened and no other process reached; threads, files of the
/// work folders and memory up to the cap go on as before.
public final class SelfConfinement {
  /// What main's own stack may grow to; threads have theirs from the heap of the process.
  private static final long STACK_BYTES = 8L << 20;

  private SelfConfinement() {}

  /// Confines this process, for ever, and answers what holds.
  ///
  /// @throws JailException if the mode is `require` and something it demands does not hold
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
              + " did not hold (TINTYPE_SANDBOX=prefer would go on without).");
    }
    return report;
  }

  /// Answers whether this process dies with its parent.
  private static boolean confine(KernelCalls kernel, JailTerms terms, Attempt attempt) {
    JailLimits limits = terms.limits();
    // libvips sets it for itself when it starts.
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
    // The last step: behind it no limit can be set any more.
    attempt.run(() -> SeccompFilter.install(kernel));
    return watched;
  }

  /// Never required: in a container the kernel may count more threads than can be seen.
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
