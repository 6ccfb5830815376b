package dev.tintype.render.sandbox;

/// Protects this process's memory and environment from other processes of the same user by making
/// it non-dumpable. https://man7.org/linux/man-pages/man2/PR_SET_DUMPABLE.2const.html
public final class HiddenProcess {

  private HiddenProcess() {}

  /// Hides this process for its whole life. Root can still inspect it.
  ///
  /// @throws JailException when the kernel refuses, or the system is not Linux
  public static void hide() {
    hide(KernelCalls.bind());
  }

  public static void hide(KernelCalls kernel) {
    kernel.demand("protect this process's memory", Syscall.PRCTL, Prctl.SET_DUMPABLE, 0);
  }
}
