package dev.tintype.render.sandbox.parent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What any JVM needs of the machine to start and to run native code; nothing of the user's.
///
/// No file under `/proc/<pid>` is among them: a rule on `/proc/self` would name the parent's
/// folder, and a JVM without container support runs without its own.
///
/// @param execute programs and libraries, read too
/// @param read files
/// @param write devices, read too
/// @param list folders whose names may be listed but not opened: before it starts a program the JDK
///   lists `/proc/self/fd` to close what is open, and where it may not, it closes every number up
///   to the limit, which takes minutes where that is a billion
record SystemPaths(List<Path> execute, List<Path> read, List<Path> write, List<Path> list) {

  static SystemPaths ofThisJvm() {
    Path home = Path.of(System.getProperty("java.home"));
    List<Path> execute = new ArrayList<>();
    execute.add(home);
    execute.addAll(present("/lib", "/lib64", "/usr/lib", "/usr/lib64"));
    List<Path> read = new ArrayList<>();
    // Distributions link these folders of a JDK into /etc.
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
