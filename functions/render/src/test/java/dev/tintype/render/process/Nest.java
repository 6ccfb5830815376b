package dev.tintype.render.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Nested folders deeper than the longest path that the kernel accepts: no path names the lowest
/// one. Two shorter chains are created, and one is moved below the other.
final class Nest {

  private static final String NAME = "n".repeat(200);
  private static final int CHAIN = 17;
  private static final String UPPER = "upper";
  private static final String LOWER = "lower";

  private Nest() {}

  static void in(Path folder) {
    try {
      Path upper = lowest(folder.resolve(UPPER));
      Files.createDirectories(upper);
      Files.createDirectories(lowest(folder.resolve(LOWER)));
      Files.move(folder.resolve(LOWER), upper.resolve(LOWER), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Takes the chains apart and removes them.
  static void remove(Path folder) throws IOException {
    Path lower = lowest(folder.resolve(UPPER)).resolve(LOWER);
    Files.move(lower, folder.resolve(LOWER), StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path lowest(Path top) {
    Path lowest = top;
    for (int i = 0; i < CHAIN; i++) {
      lowest = lowest.resolve(NAME);
    }
    return lowest;
  }
}
