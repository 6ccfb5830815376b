package dev.tintype.render.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HiddenProcessTest {

  @Test
  void aHiddenProcessIsNotDumpable() {
    KernelCalls kernel = KernelCalls.bind();
    kernel.demand("show this process", Syscall.PRCTL, Prctl.SET_DUMPABLE, 1);
    HiddenProcess.hide();
    assertThat(kernel.call(Syscall.PRCTL, Prctl.GET_DUMPABLE)).isZero();
  }
}
