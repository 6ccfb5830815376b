package dev.tintype.render.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The memory limits of the control groups around this process, and how often the kernel killed a
/// process in them because memory ran out.
///
/// The files of version 1: https://docs.kernel.org/admin-guide/cgroup-v1/memory.html, of version 2:
/// https://docs.kernel.org/admin-guide/cgroup-v2.html. Unreadable files are ignored.
///
/// @param version 1 or 2
/// @param groups folders, the lowest first
/// @param machine the file with the machine's total of out-of-memory kills
public record MemoryGroups(int version, List<Path> groups, Path machine) {

  /// Version 1 represents "no limit" by the largest number of whole pages.
  private static final long NO_LIMIT = 1L << 60;

  private static final Path VMSTAT = Path.of("/proc/vmstat");

  /// Copies the list.
  public MemoryGroups {
    groups = List.copyOf(groups);
  }

  /// Returns the groups that contain this process; none where the kernel reports none.
  public static MemoryGroups ofThisProcess() {
    return of(Hierarchy.ofThisProcess(), VMSTAT);
  }

  /// @param machine a file like `/proc/vmstat`
  static MemoryGroups of(List<Hierarchy> hierarchies, Path machine) {
    return Hierarchy.ofMemory(hierarchies)
        .map(memory -> new MemoryGroups(memory.version(), memory.groups(), machine))
        .orElseGet(() -> new MemoryGroups(2, List.of(), machine));
  }

  /// Returns the same groups and one more.
  public MemoryGroups and(Path group) {
    List<Path> all = new ArrayList<>(groups);
    all.add(group);
    return new MemoryGroups(version, all, machine);
  }

  /// The lowest limit and the group that sets it; absent when no group has one.
  public Optional<Limit> limit() {
    Optional<Limit> tightest = Optional.empty();
    for (Path group : groups) {
      Optional<Limit> here = limitOf(group);
      if (here.isPresent() && (tightest.isEmpty() || here.get().bytes() < tightest.get().bytes())) {
        tightest = here;
      }
    }
    return tightest;
  }

  /// Returns how many processes were killed because memory ran out, in these groups and on the
  /// whole machine. Only a change of the number is meaningful.
  public long kills() {
    long kills = number(machine, "oom_kill").orElse(0L);
    for (Path group : groups) {
      Path counted = group.resolve(version == 1 ? "memory.oom_control" : "memory.events");
      kills += number(counted, "oom_kill").orElse(0L);
    }
    return kills;
  }

  private Optional<Limit> limitOf(Path group) {
    Path file = group.resolve(version == 1 ? "memory.limit_in_bytes" : "memory.max");
    try {
      String text = Files.readString(file).strip();
      long bytes = text.equals("max") ? NO_LIMIT : Long.parseLong(text);
      return bytes < NO_LIMIT ? Optional.of(new Limit(group, bytes)) : Optional.empty();
    } catch (IOException | NumberFormatException nothingTold) {
      return Optional.empty();
    }
  }

  /// Returns the number after a name at the start of a line.
  private static Optional<Long> number(Path file, String name) {
    try {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(name + " ")) {
          return Optional.of(Long.parseLong(line.substring(name.length() + 1).strip()));
        }
      }
      return Optional.empty();
    } catch (IOException | NumberFormatException nothingTold) {
      return Optional.empty();
    }
  }

  /// A limit and the group that sets it.
  ///
  /// @param group the folder of the control group
  /// @param bytes the most memory of all its processes together
  public record Limit(Path group, long bytes) {}
}
