package dev.tintype.render.sandbox.parent;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Counts the current threads of this process's user over all processes, as `RLIMIT_NPROC` does.
///
/// The kernel also counts threads in other containers, which are not visible here. So a limit
/// derived from this number must be tried.
final class UserThreads {

  private UserThreads() {}

  /// Returns the number; 0 when `/proc` cannot be read.
  static long count(Path proc) {
    Optional<String> user = field(proc.resolve("self/status"), "Uid:");
    if (user.isEmpty()) {
      return 0;
    }
    long threads = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        threads += threadsOf(process.resolve("status"), user.get());
      }
    } catch (IOException | DirectoryIteratorException e) {
      return 0;
    }
    return threads;
  }

  private static long threadsOf(Path status, String user) {
    return field(status, "Uid:").filter(user::equals).isPresent()
        ? field(status, "Threads:").map(Long::parseLong).orElse(0L)
        : 0;
  }

  /// Returns the first word of a field; empty for a process that has ended.
  private static Optional<String> field(Path status, String name) {
    try {
      List<String> lines = Files.readAllLines(status);
      return lines.stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(name.length()).strip().split("\\s+", 2)[0])
          .findFirst();
    } catch (IOException ended) {
      return Optional.empty();
    }
  }
}
