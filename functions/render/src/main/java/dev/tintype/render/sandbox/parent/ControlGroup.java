package dev.tintype.render.sandbox.parent;

import dev.tintype.render.cgroup.Hierarchy;
import dev.tintype.render.sandbox.JailLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The control groups for one worker's renderers, where the worker may create such groups.
///
/// Their memory limit also counts shared memory, page tables and the page cache, and they limit the
/// number of threads. They are optional: without them the limits of the process apply. Version 2
/// needs the group beside the worker's own, because a group that contains processes cannot have
/// controlled child groups. Version 1 needs one group below the worker's in the tree of each
/// controller. https://docs.kernel.org/admin-guide/cgroup-v2.html
final class ControlGroup {
  private final Optional<GroupFolder> memory;
  private final Optional<GroupFolder> threads;

  private ControlGroup(Optional<GroupFolder> memory, Optional<GroupFolder> threads) {
    this.memory = memory;
    this.threads = threads;
  }

  /// Creates the groups for this process's renderers, as far as the kernel and the worker's place
  /// in the tree allow.
  static ControlGroup forRenderersOfThisProcess(JailLimits limits) {
    return in(Hierarchy.ofThisProcess(), limits);
  }

  /// No group at all.
  static ControlGroup none() {
    return new ControlGroup(Optional.empty(), Optional.empty());
  }

  /// Creates the groups that the kernel and the places allow.
  static ControlGroup in(List<Hierarchy> hierarchies, JailLimits limits) {
    String memory = Long.toString(limits.memoryBytes() + limits.memoryBytes() / 4);
    String threads = Integer.toString(limits.threads());
    Optional<ControlGroup> first = Optional.empty();
    for (Hierarchy tree : hierarchies) {
      if (tree.version() == 2 && first.isEmpty()) {
        first = beside(tree, memory, threads);
      }
    }
    return first.orElseGet(() ->
        new ControlGroup(
            below(hierarchies, "memory", "memory.limit_in_bytes", memory),
            below(hierarchies, "pids", "pids.max", threads)));
  }

  /// Returns the folder of the group that counts the renderers' memory.
  Optional<Path> memory() {
    return memory.map(GroupFolder::path);
  }

  /// Returns whether the groups limit the number of a renderer's threads.
  boolean limitsThreads() {
    return threads.isPresent();
  }

  /// Moves a process, with all its threads, into the groups.
  void add(long pid) throws IOException {
    for (GroupFolder group : folders()) {
      group.add(pid);
    }
  }

  /// Removes the groups once they are empty; otherwise the next worker removes them.
  void removeIfEmpty() {
    folders().forEach(GroupFolder::remove);
  }

  private List<GroupFolder> folders() {
    List<GroupFolder> folders = new ArrayList<>(memory.stream().toList());
    threads.filter(folder -> !folders.contains(folder)).ifPresent(folders::add);
    return folders;
  }

  private static Optional<ControlGroup> beside(Hierarchy tree, String memory, String threads) {
    Path home = tree.own().getParent();
    if (tree.own().equals(tree.mount())
        || home == null
        || !names(home.resolve("cgroup.controllers"), "memory")) {
      return Optional.empty();
    }
    try {
      if (!names(home.resolve("cgroup.subtree_control"), "memory")) {
        GroupFolder.write(home, "cgroup.subtree_control", "+memory +pids");
      }
    } catch (IOException notDelegated) {
      return Optional.empty();
    }
    boolean counted = names(home.resolve("cgroup.subtree_control"), "pids");
    return GroupFolder.in(
            home, List.of("memory.max=" + memory, counted ? "pids.max=" + threads : ""))
        .map(folder ->
            new ControlGroup(
                Optional.of(folder), counted ? Optional.of(folder) : Optional.empty()));
  }

  private static Optional<GroupFolder> below(
      List<Hierarchy> trees, String controller, String file, String value) {
    return trees.stream()
        .filter(tree -> tree.controllers().contains(controller))
        .findFirst()
        .flatMap(tree -> GroupFolder.in(tree.own(), List.of(file + "=" + value)));
  }

  private static boolean names(Path file, String controller) {
    try {
      return Arrays.asList(Files.readString(file).strip().split(" ")).contains(controller);
    } catch (IOException notThere) {
      return false;
    }
  }
}
