package dev.tintype.render.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One tree of control groups and this process's place in it: the only tree of version 2, or one of
/// several of version 1. https://man7.org/linux/man-pages/man7/cgroups.7.html
///
/// @param version 1 or 2
/// @param controllers its controllers, such as `memory`; empty for version 2, where each group
///   lists its own
/// @param mount where the tree is mounted
/// @param own the group of this process; [#mount] when the group is outside the mounted part
public record Hierarchy(int version, Set<String> controllers, Path mount, Path own) {

  private static final String SEPARATOR = " - ";

  /// Copies the set.
  public Hierarchy {
    controllers = Set.copyOf(controllers);
  }

  /// Returns the trees that contain this process; empty where the kernel reports none.
  public static List<Hierarchy> ofThisProcess() {
    try {
      return parse(
          Files.readString(Path.of("/proc/self/mountinfo")),
          Files.readString(Path.of("/proc/self/cgroup")));
    } catch (IOException withoutControlGroups) {
      return List.of();
    }
  }

  /// @param mounts the text of `/proc/self/mountinfo`
  /// @param membership the text of `/proc/self/cgroup`
  static List<Hierarchy> parse(String mounts, String membership) {
    List<Hierarchy> found = new ArrayList<>();
    for (String line : mounts.lines().toList()) {
      mounted(line, membership).ifPresent(found::add);
    }
    return found;
  }

  /// Returns the tree that controls memory: that of version 1 if it has the memory controller, else
  /// that of version 2.
  static Optional<Hierarchy> ofMemory(List<Hierarchy> all) {
    return all.stream()
        .filter(each -> each.controllers.contains("memory"))
        .findFirst()
        .or(() -> all.stream().filter(each -> each.version == 2).findFirst());
  }

  /// Returns the group of this process and every visible group above it, the lowest first.
  List<Path> groups() {
    List<Path> groups = new ArrayList<>();
    for (Path group = own; group != null && group.startsWith(mount); group = group.getParent()) {
      groups.add(group);
    }
    return groups;
  }

  private static Optional<Hierarchy> mounted(String line, String membership) {
    int separator = line.indexOf(SEPARATOR);
    if (separator < 0) {
      return Optional.empty();
    }
    String[] place = line.substring(0, separator).split(" ", -1);
    String[] kind = line.substring(separator + SEPARATOR.length()).split(" ", -1);
    if (place.length < 5 || kind.length < 3) {
      return Optional.empty();
    }
    String root = unescaped(place[3]);
    Path mount = Path.of(unescaped(place[4]));
    return switch (kind[0]) {
      case "cgroup2" ->
          path(membership, "")
              .map(path -> new Hierarchy(2, Set.of(), mount, within(mount, root, path)));
      case "cgroup" -> {
        Set<String> options = Set.copyOf(Arrays.stream(kind[2].split(",")).distinct().toList());
        yield options.stream()
            .flatMap(option -> path(membership, option).stream())
            .findFirst()
            .map(path -> new Hierarchy(1, options, mount, within(mount, root, path)));
      }
      default -> Optional.empty();
    };
  }

  /// Returns this process's path in the tree with a controller; version 2 has no controller name.
  private static Optional<String> path(String membership, String controller) {
    return membership
        .lines()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .filter(parts ->
            controller.isEmpty()
                ? parts[0].equals("0") && parts[1].isEmpty()
                : Arrays.asList(parts[1].split(",")).contains(controller))
        .map(parts -> parts[2])
        .findFirst();
  }

  /// A container may see only its part of the tree, while the kernel reports its path from the top.
  private static Path within(Path mount, String root, String path) {
    String below = path;
    if (!root.equals("/")) {
      if (!path.equals(root) && !path.startsWith(root + "/")) {
        return mount;
      }
      below = path.substring(root.length());
    }
    Path own = mount.resolve(below.replaceFirst("^/+", "")).normalize();
    return own.startsWith(mount) && Files.isDirectory(own) ? own : mount;
  }

  /// The kernel writes spaces in names as octal escapes.
  private static String unescaped(String text) {
    return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
