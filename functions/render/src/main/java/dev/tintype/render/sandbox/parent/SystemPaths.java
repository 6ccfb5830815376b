package dev.tintype.render.sandbox.parent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The system paths that any JVM needs to start and to run native code; none of the user's.
///
/// No file under `/proc/<pid>` is included: a rule on `/proc/self` would apply to the parent's
/// folder, and a JVM without container support runs without its own.
///
/// @param execute programs and libraries; may also be read
/// @param read files
/// @param write devices; may also be read
/// @param list folders that may be listed but whose files may not be opened. Before the JDK starts
///   a program it lists `/proc/self/fd` to close open descriptors. Without that right it closes
///   every number up to the limit, which takes minutes for a limit of a billion
record SystemPaths(List<Path> execute, List<Path> read, List<Path> write, List<Path> list) {

  static SystemPaths ofThisJvm() {
    Path home = Path.of(System.getProperty("java.home"));
    List<Path> execute = new ArrayList<>();
    execute.add(home);
    execute.addAll(present("/lib", "/lib64", "/usr/lib", "/usr/lib64"));
    List<Path> read = new ArrayList<>();
    // Linux distributions link these JDK folders into /etc.
    for (Path folder : List.of(home.resolve("conf"), home.resolve("lib/security"))) {
      if (Files.exists(folder)) {
        read.add(real(folder));
      }
    }
    read.addAll(
        present(
            "/etc/ld.so.cache",
            "/etc/localtime",
            "/dev/random",
            "/dev/urandom",
            "/dev/zero",
            "/proc/cpuinfo",
            "/proc/meminfo",
            "/proc/stat",
            "/sys/devices/system/cpu",
            "/sys/kernel/mm/transparent_hugepage"));
    return new SystemPaths(execute, read, present("/dev/null"), present("/proc"));
  }

  private static List<Path> present(String... paths) {
    List<Path> present = new ArrayList<>();
    for (String path : paths) {
      if (Files.exists(Path.of(path))) {
        present.add(Path.of(path));
      }
    }
    return present;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot follow " + path, e);
    }
  }
}
