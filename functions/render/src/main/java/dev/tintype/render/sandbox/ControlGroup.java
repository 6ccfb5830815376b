package dev.tintype.render.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// A control group (version 2) for renderers, beside the worker's own, where that place was
/// delegated to the worker.
///
/// It backs the memory cap with one that also counts shared memory and the page cache, and makes a
/// processor quota of [JailLimits#processors] and gives way by [JailLimits#nice], since a niceness
/// counts only inside a group. Nowhere is it required: without it the caps of the process hold. Its
/// files were followed as https://docs.kernel.org/admin-guide/cgroup-v2.html describes them, but
/// never on a kernel that offered the memory controller to version 2.
final class ControlGroup {
  /// Where the version 2 hierarchy is mounted alone.
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");

  private static final String PREFIX = "tintype-renderer-";
  private static final int PERIOD_MICROS = 100_000;
  private static final int MOST_THREADS = 1024;

  private final Path folder;

  private ControlGroup(Path folder) {
    this.folder = folder;
  }

  /// Makes the group for this process's renderers, or answers nothing where the kernel or the place
  /// does not allow it.
  static Optional<ControlGroup> forRenderersOfThisProcess(JailLimits limits) {
    try {
      return beside(MOUNT, Files.readString(Path.of("/proc/self/cgroup")), limits);
    } catch (IOException withoutControlGroups) {
      return Optional.empty();
    }
  }

  /// Makes the group, or answers nothing where the kernel or the place does not allow it.
  ///
  /// @param mount where version 2 is mounted
  /// @param membership the text of `/proc/self/cgroup`
  static Optional<ControlGroup> beside(Path mount, String membership, JailLimits limits) {
    return membership
        .lines()
        .filter(line -> line.startsWith("0::/"))
        .map(line -> mount.resolve(line.substring("0::/".length())).getParent())
        .filter(home -> home.startsWith(mount) && hasMemory(home.resolve("cgroup.controllers")))
        .findFirst()
        .flatMap(home -> make(home, limits));
  }

  /// Moves a process, with all its threads, into the group.
  void add(long pid) throws IOException {
    write(folder, "cgroup.procs", Long.toString(pid));
  }

  /// Removes the group if its last process is gone; else the next worker does.
  void removeIfEmpty() {
    remove(folder);
  }

  private static Optional<ControlGroup> make(Path home, JailLimits limits) {
    Path folder = home.resolve(PREFIX + ProcessHandle.current().pid() + "-" + System.nanoTime());
    try {
      removeAbandoned(home);
      if (!hasMemory(home.resolve("cgroup.subtree_control"))) {
        write(home, "cgroup.subtree_control", "+memory +pids");
      }
      Files.createDirectory(folder);
      write(folder, "memory.max", Long.toString(limits.memoryBytes() + limits.memoryBytes() / 4));
      write(folder, "pids.max", Integer.toString(MOST_THREADS));
      if (limits.processors() > 0) {
        write(home, "cgroup.subtree_control", "+cpu");
        write(folder, "cpu.max", limits.processors() * PERIOD_MICROS + " " + PERIOD_MICROS);
        write(folder, "cpu.weight.nice", Integer.toString(limits.nice()));
      }
      return Optional.of(new ControlGroup(folder));
    } catch (IOException notDelegated) {
      remove(folder);
      return Optional.empty();
    }
  }

  private static boolean hasMemory(Path controllers) {
    try {
      return Arrays.asList(Files.readString(controllers).strip().split(" ")).contains("memory");
    } catch (IOException notThere) {
      return false;
    }
  }

  private static void removeAbandoned(Path home) throws IOException {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(home, PREFIX + "*")) {
      groups.forEach(ControlGroup::remove);
    }
  }

  /// The kernel refuses to remove a group that still has a process, which is what is wanted.
  private static void remove(Path group) {
    boolean removed = group.toFile().delete();
    if (!removed) {
      System.getLogger(ControlGroup.class.getName())
          .log(System.Logger.Level.DEBUG, "{0} is not empty or was never made", group);
    }
  }

  private static void write(Path group, String file, String text) throws IOException {
    Files.writeString(group.resolve(file), text + "\n");
  }
}
