package dev.tintype.render.sandbox.parent;

import dev.tintype.render.sandbox.Attempt;
import dev.tintype.render.sandbox.Capabilities;
import dev.tintype.render.sandbox.HiddenProcess;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.render.sandbox.JailPolicy;
import dev.tintype.render.sandbox.KernelCalls;
import dev.tintype.render.sandbox.Prctl;
import dev.tintype.render.sandbox.Syscall;
import java.util.ArrayList;
import java.util.List;

/// The restrictions that the parent put on the thread that starts renderers.
///
/// @param landlockAbi the Landlock version in force; 0 for none
/// @param warnings one sentence for each step that failed
record FirstStage(int landlockAbi, List<String> warnings) {
  FirstStage {
    warnings = List.copyOf(warnings);
  }

  static FirstStage none() {
    return new FirstStage(0, List.of());
  }

  /// Confines the calling thread permanently, and protects this process from its children.
  ///
  /// @throws dev.tintype.render.sandbox.JailException if the mode is `require` and a step fails
  static FirstStage onThisThread(JailPolicy policy) {
    if (policy.mode() == JailMode.OFF) {
      return none();
    }
    List<String> warnings = new ArrayList<>();
    Attempt attempt = new Attempt(policy.mode(), warnings);
    KernelCalls kernel = KernelCalls.bind();
    attempt.run(() -> HiddenProcess.hide(kernel));
    attempt.run(() -> forbidNewPrivileges(kernel));
    int landlockAbi = attempt.ask(() -> closeFiles(kernel, policy), 0);
    attempt.run(() -> Capabilities.dropAll(kernel));
    return new FirstStage(landlockAbi, warnings);
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
}
