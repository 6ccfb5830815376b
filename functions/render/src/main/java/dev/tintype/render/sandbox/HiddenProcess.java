package dev.tintype.render.sandbox;

/// Keeps other processes of the same user out of this process's memory and environment: the kernel
/// calls it not dumpable. https://man7.org/linux/man-pages/man2/PR_SET_DUMPABLE.2const.html
public final class HiddenProcess {

  private HiddenProcess() {}

  /// Hides this process, for as long as it runs; root sees it still.
  ///
  /// @throws JailException when the kernel refuses, or there is no Linux
  public static void hide() {
    hide(KernelCalls.bind());
  }

  public static void hide(KernelCalls kernel) {
    kernel.demand("protect this process's memory", Syscall.PRCTL, Prctl.SET_DUMPABLE, 0);
  }
}
