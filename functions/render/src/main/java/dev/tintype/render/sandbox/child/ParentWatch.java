package dev.tintype.render.sandbox.child;

import dev.tintype.render.sandbox.JailException;
import dev.tintype.render.sandbox.KernelCalls;
import dev.tintype.render.sandbox.Prctl;
import dev.tintype.render.sandbox.Syscall;
import dev.tintype.render.sandbox.Uninterrupted;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/// Makes the kernel kill this process when its parent dies.
///
/// The kernel ties the setting to the thread that made it and drops it when that thread ends. So a
/// dedicated thread makes it and never ends.
final class ParentWatch {
  private static final int SIGKILL = 9;

  private ParentWatch() {}

  /// Starts the watch. Returns whether the kernel has stored the setting.
  ///
  /// @throws JailException if the parent is another process, so the worker has already died
  static boolean start(KernelCalls kernel, long parentPid) {
    FutureTask<Boolean> wish = new FutureTask<>(() -> wishToDie(kernel));
    Thread.ofPlatform()
        .name("jail-parent-watch")
        .daemon()
        .start(() -> {
          wish.run();
          stayForEver();
        });
    boolean noted = Uninterrupted.answerOf(wish);
    long parent = kernel.call(Syscall.GETPPID);
    if (parent != parentPid) {
      throw new JailException(
          "The worker " + parentPid + " is gone; process " + parent + " took this renderer over.");
    }
    return noted;
  }

  private static boolean wishToDie(KernelCalls kernel) {
    kernel.demand(
        "end this process with its parent", Syscall.PRCTL, Prctl.SET_PARENT_DEATH_SIGNAL, SIGKILL);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment signal = arena.allocate(ValueLayout.JAVA_INT);
      kernel.demand(
          "read the parent's death signal",
          Syscall.PRCTL,
          Prctl.GET_PARENT_DEATH_SIGNAL,
          signal.address());
      return signal.get(ValueLayout.JAVA_INT, 0) == SIGKILL;
    }
  }

  private static void stayForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }
}
