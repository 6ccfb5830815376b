package dev.tintype.render.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.cgroup.MemoryGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is to blame for a kill by the kernel, decided from the kernel's counters.
final class MemoryVerdictTest {

  private static final long MIB = 1L << 20;

  @TempDir private Path group;

  @Test
  void aTooTightGroupIsToBlameWhateverTheUse() throws IOException {
    MemoryVerdict verdict = begin("250000000");
    kill();
    assertThat(verdict.machine(320 * MIB, 240 * MIB))
        .hasValueSatisfying(text ->
            assertThat(text).contains(group.toString(), "allows 238 MiB", "may need 320 MiB"));
  }

  @Test
  void aMachineWithoutMemoryIsToBlameWithinThePrediction() throws IOException {
    MemoryVerdict verdict = begin("max");
    kill();
    assertThat(verdict.machine(320 * MIB, 300 * MIB)).isPresent();
    assertThat(verdict.machine(0, 200 * MIB)).isPresent();
  }

  @Test
  void aRendererFarAboveThePredictionIsToBlame() throws IOException {
    MemoryVerdict verdict = begin("1600000000");
    kill();
    assertThat(verdict.machine(200 * MIB, 1400 * MIB)).isEmpty();
  }

  @Test
  void withoutAKillByTheKernelTheMachineIsNotToBlame() throws IOException {
    assertThat(begin("250000000").machine(320 * MIB, 240 * MIB)).isEqualTo(Optional.empty());
  }

  private MemoryVerdict begin(String limit) throws IOException {
    Files.writeString(group.resolve("memory.max"), limit + "\n");
    Files.writeString(group.resolve("memory.events"), "oom 0\noom_kill 0\n");
    return MemoryVerdict.begin(new MemoryGroups(2, List.of(group), group.resolve("none")));
  }

  private void kill() throws IOException {
    Files.writeString(group.resolve("memory.events"), "oom 3\noom_kill 1\n");
  }
}
