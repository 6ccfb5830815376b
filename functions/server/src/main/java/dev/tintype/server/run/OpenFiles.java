package dev.tintype.server.run;

import dev.tintype.render.sandbox.JailLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How many files this process and those it starts may have open.
final class OpenFiles {

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String NAME = "Max open files";

  /// What a renderer asks for.
  private static final long WANTED = JailLimits.ofMemory(1L << 30, 0).openFiles();

  private OpenFiles() {}

  static Optional<String> complaint() {
    return hard()
        .filter(limit -> limit < WANTED)
        .map(limit ->
            "Only %d files may be open, and a renderer wants %d: raise the hard limit (ulimit -Hn)."
                .formatted(limit, WANTED));
  }

  /// @return the hard limit, if there is one that is known
  static Optional<Long> hard() {
    try {
      return Files.readAllLines(LIMITS).stream()
          .filter(line -> line.startsWith(NAME))
          .map(line -> line.substring(NAME.length()).strip().split("\\s+"))
          .filter(columns -> columns.length > 1 && columns[1].matches("[0-9]{1,18}"))
          .map(columns -> Long.parseLong(columns[1]))
          .findFirst();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
