package dev.tintype.render.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plain files stand for the kernel's: what is written where, not what the kernel makes of it.
final class ControlGroupTest {
  private static final String MEMBERSHIP = "4:memory:/elsewhere\n0::/service/worker\n";
  private static final JailLimits LIMITS = new JailLimits(1000L << 20, 1, 32, 2, 19);

  @TempDir private Path mount;

  @Test
  void theGroupLiesBesideTheWorkersAndHoldsTheLimits() throws IOException {
    Path home = home("cpu memory pids");
    ControlGroup group = ControlGroup.beside(mount, MEMBERSHIP, LIMITS).orElseThrow();
    group.add(4711);
    Path folder = groups(home).getFirst();
    assertThat(folder.resolve("memory.max")).hasContent(Long.toString(1250L << 20));
    assertThat(folder.resolve("cpu.max")).hasContent("200000 100000");
    assertThat(folder.resolve("cpu.weight.nice")).hasContent("19");
    assertThat(folder.resolve("cgroup.procs")).hasContent("4711");
  }

  @Test
  void withoutTheMemoryControllerThereIsNoGroup() throws IOException {
    Path home = home("hugetlb");
    assertThat(ControlGroup.beside(mount, MEMBERSHIP, LIMITS)).isEmpty();
    assertThat(groups(home)).isEmpty();
  }

  @Test
  void theRootGroupHasNoNeighbours() throws IOException {
    home("cpu memory pids");
    Files.writeString(mount.resolve("cgroup.controllers"), "memory");
    assertThat(ControlGroup.beside(mount, "0::/\n", LIMITS)).isEmpty();
  }

  @Test
  void aVersion1MembershipIsNone() {
    assertThat(ControlGroup.beside(mount, "4:memory:/service\n", LIMITS)).isEmpty();
  }

  @Test
  void thisMachineIsReported() {
    Optional<ControlGroup> group = ControlGroup.forRenderersOfThisProcess(LIMITS);
    group.ifPresent(ControlGroup::removeIfEmpty);
    System.out.println(
        group.isPresent()
            ? "A control group of version 2 was delegated here."
            : "No control group of version 2 is delegated here: its use is not proven.");
    assertThat(group).isNotNull();
  }

  private Path home(String controllers) throws IOException {
    Path home = Files.createDirectories(mount.resolve("service"));
    Files.createDirectory(home.resolve("worker"));
    Files.writeString(home.resolve("cgroup.controllers"), controllers + "\n");
    Files.writeString(home.resolve("cgroup.subtree_control"), "\n");
    return home;
  }

  private static List<Path> groups(Path home) throws IOException {
    try (Stream<Path> entries = Files.list(home)) {
      return entries.filter(e -> e.getFileName().toString().startsWith("tintype-")).toList();
    }
  }
}
