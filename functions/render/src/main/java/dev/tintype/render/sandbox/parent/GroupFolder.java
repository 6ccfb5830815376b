package dev.tintype.render.sandbox.parent;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One control group: a folder in the kernel's tree of groups. Its name has the worker's process id
/// and the namespace in which this id is valid, because workers of several namespaces, such as
/// those of containers, may see the same tree.
final class GroupFolder {
  private static final String PREFIX = "tintype-renderer-";
  private static final String NAMESPACE = namespace();

  private final Path path;
  private final List<String> settings;

  private GroupFolder(Path path, List<String> settings) {
    this.path = path;
    this.settings = settings;
  }

  /// Makes a group for this process, and removes those that dead processes have left.
  ///
  /// @param home the group that will contain it
  /// @param settings `file=value` each; an empty one is ignored
  /// @return the group; absent when this process may not make groups there
  static Optional<GroupFolder> in(Path home, List<String> settings) {
    long pid = ProcessHandle.current().pid();
    String name = PREFIX + NAMESPACE + "-" + pid + "-" + System.nanoTime();
    GroupFolder group = new GroupFolder(home.resolve(name), settings);
    try {
      removeAbandoned(home);
      group.make();
      return Optional.of(group);
    } catch (IOException notDelegated) {
      group.remove();
      return Optional.empty();
    }
  }

  Path path() {
    return path;
  }

  /// Moves a process, with all its threads, into the group. The group is made again if somebody has
  /// removed it while it was empty.
  void add(long pid) throws IOException {
    try {
      write(path, "cgroup.procs", Long.toString(pid));
    } catch (NoSuchFileException removed) {
      make();
      write(path, "cgroup.procs", Long.toString(pid));
    }
  }

  /// Removes the group. The kernel refuses this while it contains a process; that is intended.
  void remove() {
    remove(path);
  }

  private void make() throws IOException {
    Files.createDirectory(path);
    for (String setting : settings) {
      int sign = setting.indexOf('=');
      if (sign > 0) {
        write(path, setting.substring(0, sign), setting.substring(sign + 1));
      }
    }
  }

  /// An empty group may belong to a worker that is about to start its next renderer, so only groups
  /// of dead workers are removed. Nobody can tell here whether a worker of another namespace lives.
  private static void removeAbandoned(Path home) throws IOException {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(home, PREFIX + NAMESPACE + "-*")) {
      for (Path group : groups) {
        if (!isOfALivingProcess(group.getFileName().toString())) {
          remove(group);
        }
      }
    }
  }

  private static boolean isOfALivingProcess(String name) {
    String pid = name.substring(PREFIX.length() + NAMESPACE.length() + 1).split("-", 2)[0];
    return pid.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
  }

  private static void remove(Path group) {
    boolean removed = group.toFile().delete();
    if (!removed) {
      System.getLogger(GroupFolder.class.getName())
          .log(System.Logger.Level.DEBUG, "{0} is not empty or was never made", group);
    }
  }

  /// @return the number of the namespace of process ids, as in `pid:[4026531836]`; 0 where the
  ///   kernel does not tell it
  static String namespace() {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return link.replaceAll("[^0-9]", "");
    } catch (IOException notThere) {
      return "0";
    }
  }

  static void write(Path group, String file, String text) throws IOException {
    Files.writeString(group.resolve(file), text + "\n");
  }
}
