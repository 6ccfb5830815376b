package dev.tintype.render.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Texts of real kernels, with folders of this test in place of theirs.
final class MemoryGroupsTest {

  private static final String UNLIMITED_1 = "9223372036854771712\n";

  @TempDir private Path root;
  private Path vmstat;

  @BeforeEach
  void startWithoutKills() throws IOException {
    vmstat = write("vmstat", "pgfault 12\noom_kill 0\n");
  }

  @Test
  void theLowestLimitOfVersion2AppliesAtAnyLevel() throws IOException {
    write("v2/machine.slice/memory.max", "250000000\n");
    write("v2/machine.slice/tintype.service/memory.max", "max\n");
    MemoryGroups groups = groups(mount2("/", "v2"), "0::/machine.slice/tintype.service\n");
    assertThat(groups.limit())
        .contains(new MemoryGroups.Limit(root.resolve("v2/machine.slice"), 250_000_000));
  }

  @Test
  void theLowestLimitOfVersion1AppliesAtAnyLevel() throws IOException {
    write("memory/memory.limit_in_bytes", UNLIMITED_1);
    write("memory/docker/memory.limit_in_bytes", "500000000\n");
    write("memory/docker/abc/memory.limit_in_bytes", "250000000\n");
    write("memory/docker/abc/job/memory.limit_in_bytes", UNLIMITED_1);
    MemoryGroups groups =
        groups(mount1("/", "memory", "memory"), "4:memory:/docker/abc/job\n0::/\n");
    assertThat(groups.limit())
        .contains(new MemoryGroups.Limit(root.resolve("memory/docker/abc"), 250_000_000));
  }

  @Test
  void aContainerWithAPartialTreeReadsItsOwnLimit() throws IOException {
    write("memory/memory.limit_in_bytes", "250000000\n");
    MemoryGroups groups =
        groups(mount1("/docker/abc", "memory", "rw,memory"), "4:memory:/docker/abc\n");
    assertThat(groups.limit())
        .contains(new MemoryGroups.Limit(root.resolve("memory"), 250_000_000));
  }

  @Test
  void aVersion2ContainerWithAFullPathReadsItsOwnLimit() throws IOException {
    write("v2/memory.max", "250000000\n");
    assertThat(groups(mount2("/", "v2"), "0::/\n").limit())
        .contains(new MemoryGroups.Limit(root.resolve("v2"), 250_000_000));
    assertThat(groups(mount2("/../..", "v2"), "0::/../../elsewhere\n").limit())
        .contains(new MemoryGroups.Limit(root.resolve("v2"), 250_000_000));
  }

  @Test
  void theTreeWithTheMemoryControllerIsUsedWhenBothVersionsAreMounted() throws IOException {
    write("memory/memory.limit_in_bytes", "250000000\n");
    write("unified/memory.max", "max\n");
    MemoryGroups groups =
        groups(mount1("/", "memory", "rw,memory") + mount2("/", "unified"), "4:memory:/\n0::/\n");
    assertThat(groups.version()).isEqualTo(1);
    assertThat(groups.limit()).isPresent();
  }

  @Test
  void groupNamesWithSpacesAreDecoded() throws IOException {
    write("two words/memory.max", "1000\n");
    String mounts = "30 23 0:26 / " + root + "/two\\040words rw - cgroup2 cgroup2 rw\n";
    assertThat(groups(mounts, "0::/\n").limit()).isPresent();
  }

  @Test
  void withoutControlGroupsThereIsNoLimit() {
    assertThat(groups("22 1 0:20 / /proc rw - proc proc rw\n", "0::/\n").limit()).isEmpty();
    assertThat(groups("", "").limit()).isEmpty();
  }

  @Test
  void anUnlimitedGroupSetsNoLimit() throws IOException {
    write("memory/memory.limit_in_bytes", UNLIMITED_1);
    assertThat(groups(mount1("/", "memory", "memory"), "4:memory:/\n").limit()).isEmpty();
    write("v2/memory.max", "max\n");
    assertThat(groups(mount2("/", "v2"), "0::/\n").limit()).isEmpty();
  }

  @Test
  void killsAreCountedInBothVersionsAndOnTheMachine() throws IOException {
    write("v2/memory.events", "low 0\nhigh 0\nmax 14\noom 1\noom_kill 0\noom_group_kill 0\n");
    MemoryGroups second = groups(mount2("/", "v2"), "0::/\n");
    assertThat(second.kills()).isZero();
    write("v2/memory.events", "low 0\nhigh 0\nmax 15\noom 2\noom_kill 1\noom_group_kill 0\n");
    assertThat(second.kills()).isEqualTo(1);

    write("memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
    MemoryGroups first = groups(mount1("/", "memory", "memory"), "4:memory:/\n");
    assertThat(first.kills()).isEqualTo(2);
    write("vmstat", "pgfault 12\noom_kill 3\n");
    assertThat(first.kills()).isEqualTo(5);
  }

  @Test
  void theRenderersOwnGroupIsIncluded() throws IOException {
    write("v2/memory.max", "max\n");
    MemoryGroups around = groups(mount2("/", "v2"), "0::/\n");
    write("renderers/memory.events", "oom_kill 4\n");
    write("renderers/memory.max", "2000000000\n");
    MemoryGroups all = around.and(root.resolve("renderers"));
    assertThat(all.kills()).isEqualTo(4);
    assertThat(all.limit())
        .contains(new MemoryGroups.Limit(root.resolve("renderers"), 2_000_000_000));
  }

  @Test
  void theGroupsOfThisMachineAreRead() {
    List<Hierarchy> trees = Hierarchy.ofThisProcess();
    trees.forEach(tree -> assertThat(tree.own()).isDirectory());
    MemoryGroups groups = MemoryGroups.ofThisProcess();
    assertThat(groups.kills()).isNotNegative();
    System.out.println("Memory of the control groups here: " + groups.limit());
  }

  private MemoryGroups groups(String mounts, String membership) {
    return MemoryGroups.of(Hierarchy.parse(mounts, membership), vmstat);
  }

  private String mount1(String top, String name, String options) {
    return "31 23 0:27 %s %s rw,relatime shared:9 - cgroup cgroup %s\n"
        .formatted(top, root.resolve(name), options);
  }

  private String mount2(String top, String name) {
    return "30 23 0:26 %s %s rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
        .formatted(top, root.resolve(name));
  }

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
