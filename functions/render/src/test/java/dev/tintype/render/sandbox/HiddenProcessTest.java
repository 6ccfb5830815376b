package dev.tintype.render.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HiddenProcessTest {

  /// Of `prctl`: whether other processes of the user may look into this one.
  private static final int GET_DUMPABLE = 3;

  @Test
  void aHiddenProcessIsNotDumpable() {
    KernelCalls kernel = KernelCalls.bind();
    kernel.demand("show this process", Syscall.PRCTL, Prctl.SET_DUMPABLE, 1);
    HiddenProcess.hide();
    assertThat(kernel.call(Syscall.PRCTL, GET_DUMPABLE)).isZero();
  }

  /// `.ci/systemd/run` does it where the kernel hides the child.
  @Test
  void aChildIsKilled() throws Exception {
    Process child = new ProcessBuilder("sleep", "600").start();
    HiddenProcess.kill(child);
    assertThat(child.waitFor()).isEqualTo(128 + 9);
  }
}
