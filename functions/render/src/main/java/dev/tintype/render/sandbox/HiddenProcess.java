package dev.tintype.render.sandbox;

/// Protects this process's memory and environment from other processes of the same user by making
/// it non-dumpable. https://man7.org/linux/man-pages/man2/PR_SET_DUMPABLE.2const.html
///
/// Where `/proc` is mounted with `hidepid`, a hidden process has no folder there for other users
/// than root. https://man7.org/linux/man-pages/man5/proc.5.html
public final class HiddenProcess {

  private static final int SIGKILL = 9;

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

  /// Kills a child of this process, hidden or not. The JDK first reads the child's start time in
  /// `/proc`, and sends no signal if it cannot.
  ///
  /// @throws JailException when the system is not Linux
  public static void kill(Process child) {
    kill(KernelCalls.bind(), child);
  }

  /// As [#kill(Process)].
  public static void kill(KernelCalls kernel, Process child) {
    // Only for an instant, between the child's end and the moment the JDK learns of it, the kernel
    // may
    // give its id to another process; it gives out all others first.
    if (child.isAlive()) {
      kernel.call(Syscall.KILL, child.pid(), SIGKILL);
    }
  }
}
