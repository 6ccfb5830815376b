package dev.tintype.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.cgroup.MemoryGroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The finding of `doctor` when a control group allows less memory than the machine has.
final class MemoryFindingTest {

  private static final long MACHINE = 16L << 30;

  @Test
  void theLimitOfTheControlGroupIsReportedWithItsName() {
    Finding finding =
        MachineCheck.machine(
            2,
            new Memory(
                MACHINE,
                Optional.of(
                    new MemoryGroups.Limit(
                        Path.of("/sys/fs/cgroup/memory/docker/abc"), 250_000_000))));
    assertThat(finding.toString())
        .contains("of which the control group /sys/fs/cgroup/memory/docker/abc allows 250")
        .contains("the kernel may kill renderers of large originals");
  }

  @Test
  void aMachineWithoutALimitIsOk() {
    Finding finding = MachineCheck.machine(2, new Memory(MACHINE, Optional.empty()));
    assertThat(finding.toString()).doesNotContain("control group", "may end");
  }

  @Test
  void theMemoryOfThisMachineIsRead() throws IOException {
    Memory memory = Memory.ofThisProcess();
    assertThat(memory.bytes()).isBetween(1L, memory.machineBytes());
  }
}
