package dev.tintype.server.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The files below a folder.
public final class Tree {

  private Tree() {}

  /// @return the files below `folder`, relative to it, without the locks of living owners
  public static List<String> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> !name.endsWith("lock") && !name.endsWith(".starts"))
          .sorted()
          .toList();
    }
  }
}
