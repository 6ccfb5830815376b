package dev.tintype.render.sandbox.parent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tintype.render.cgroup.Hierarchy;
import dev.tintype.render.sandbox.JailLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Regular files replace the kernel's: the test checks what is written where, not the kernel's
/// reaction. The groups of this machine are tested too, where it allows their creation.
final class ControlGroupTest {
  private static final JailLimits LIMITS = JailLimits.ofMemory(1000L << 20, 0);

  @TempDir private Path mount;

  @Test
  void theVersion2GroupIsBesideTheWorkersAndHasTheLimits() throws IOException {
    Path home = home("cpu memory pids", "memory pids");
    ControlGroup group = ControlGroup.in(List.of(version2("service/worker")), LIMITS);
    group.add(4711);
    Path folder = groups(home).getFirst();
    assertThat(group.memory()).contains(folder);
    assertThat(group.limitsThreads()).isTrue();
    assertThat(folder.resolve("memory.max")).hasContent(Long.toString(1250L << 20));
    assertThat(folder.resolve("pids.max")).hasContent("1024");
    assertThat(folder.resolve("cgroup.procs")).hasContent("4711");
  }

  @Test
  void theVersion1GroupsAreBelowTheWorkersInEachTree() throws IOException {
    Path memory = Files.createDirectories(mount.resolve("memory/service"));
    Path pids = Files.createDirectories(mount.resolve("pids/service"));
    ControlGroup group =
        ControlGroup.in(
            List.of(
                new Hierarchy(1, Set.of("memory"), mount.resolve("memory"), memory),
                new Hierarchy(1, Set.of("pids"), mount.resolve("pids"), pids),
                version2("")),
            LIMITS);
    group.add(4711);
    assertThat(groups(memory).getFirst().resolve("memory.limit_in_bytes"))
        .hasContent(Long.toString(1250L << 20));
    assertThat(groups(pids).getFirst().resolve("pids.max")).hasContent("1024");
    assertThat(groups(memory).getFirst().resolve("cgroup.procs")).hasContent("4711");
    assertThat(groups(pids).getFirst().resolve("cgroup.procs")).hasContent("4711");
  }

  @Test
  void anEmptyGroupIsRemovedOnlyIfItsWorkerIsKnownToBeDead() throws IOException {
    Path memory = Files.createDirectories(mount.resolve("memory/service"));
    String own = "tintype-renderer-" + GroupFolder.namespace() + "-";
    Path idle = Files.createDirectory(memory.resolve(own + ProcessHandle.current().pid() + "-1"));
    Path elsewhere = Files.createDirectory(memory.resolve("tintype-renderer-1-999999999999-1"));
    Path abandoned = Files.createDirectory(memory.resolve(own + "999999999999-1"));
    ControlGroup.in(
        List.of(new Hierarchy(1, Set.of("memory"), mount.resolve("memory"), memory)), LIMITS);
    assertThat(idle).exists();
    assertThat(elsewhere).exists();
    assertThat(abandoned).doesNotExist();
  }

  @Test
  void aGroupThatSomebodyRemovedIsMadeAgain() throws IOException {
    Path home = home("cpu memory pids", "memory pids");
    ControlGroup group = ControlGroup.in(List.of(version2("service/worker")), LIMITS);
    Path folder = group.memory().orElseThrow();
    Files.delete(folder.resolve("memory.max"));
    Files.delete(folder.resolve("pids.max"));
    Files.delete(folder);
    group.add(4711);
    assertThat(groups(home)).containsExactly(folder);
    assertThat(folder.resolve("memory.max")).hasContent(Long.toString(1250L << 20));
    assertThat(folder.resolve("pids.max")).hasContent("1024");
    assertThat(folder.resolve("cgroup.procs")).hasContent("4711");
  }

  @Test
  void withoutTheMemoryControllerNoGroupIsCreated() throws IOException {
    Path home = home("hugetlb", "");
    ControlGroup group = ControlGroup.in(List.of(version2("service/worker")), LIMITS);
    assertThat(group.memory()).isEmpty();
    assertThat(group.limitsThreads()).isFalse();
    assertThat(groups(home)).isEmpty();
  }

  @Test
  void noGroupIsCreatedBesideTheRootGroup() throws IOException {
    home("cpu memory pids", "memory");
    Files.writeString(mount.resolve("cgroup.controllers"), "memory");
    assertThat(ControlGroup.in(List.of(version2("")), LIMITS).memory()).isEmpty();
  }

  @Test
  void thisMachinesGroupsCountARenderer() throws Exception {
    ControlGroup group = ControlGroup.forRenderersOfThisProcess(LIMITS);
    Process process = new ProcessBuilder("sleep", "60").start();
    group.add(process.pid());
    String membership = Files.readString(Path.of("/proc/" + process.pid() + "/cgroup"));
    System.out.println(
        "Control groups here: memory " + group.memory() + ", threads " + group.limitsThreads());
    assertThat(membership.contains("tintype-renderer-"))
        .isEqualTo(group.memory().isPresent() || group.limitsThreads());
    process.destroyForcibly().waitFor();
    group.removeIfEmpty();
    group.memory().ifPresent(folder -> assertThat(folder).doesNotExist());
  }

  private Hierarchy version2(String own) {
    return new Hierarchy(2, Set.of(), mount, own.isEmpty() ? mount : mount.resolve(own));
  }

  private Path home(String controllers, String handedDown) throws IOException {
    Path home = Files.createDirectories(mount.resolve("service"));
    Files.createDirectory(home.resolve("worker"));
    Files.writeString(home.resolve("cgroup.controllers"), controllers + "\n");
    Files.writeString(home.resolve("cgroup.subtree_control"), handedDown + "\n");
    return home;
  }

  private static List<Path> groups(Path home) throws IOException {
    try (Stream<Path> entries = Files.list(home)) {
      return entries.filter(e -> e.getFileName().toString().startsWith("tintype-")).toList();
    }
  }
}
