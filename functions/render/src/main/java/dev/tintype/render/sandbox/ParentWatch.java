package dev.tintype.render.sandbox;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/// Makes this process die with its parent, however the parent dies.
///
/// The kernel keeps the wish with the thread that made it and forgets it when that thread ends, so
/// a thread of its own makes it and stays for ever.
final class ParentWatch {
  private static final int SIGKILL = 9;

  private ParentWatch() {}

  /// Starts the watch.
  ///
  /// @throws JailException if the parent is another one, so has died already
  static void start(KernelCalls kernel, long parentPid) {
    FutureTask<Void> wish =
        new FutureTask<>(() -> {
          kernel.demand(
              "end this process with its parent",
              Syscall.PRCTL,
              Prctl.SET_PARENT_DEATH_SIGNAL,
              SIGKILL);
          return null;
        });
    Thread.ofPlatform()
        .name("jail-parent-watch")
        .daemon()
        .start(() -> {
          wish.run();
          stayForEver();
        });
    Errands.answerOf(wish);
    long parent = kernel.call(Syscall.GETPPID);
    if (parent != parentPid) {
      throw new JailException(
          "The worker " + parentPid + " is gone; process " + parent + " took this renderer over.");
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
