package dev.tintype.cli.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The files below a folder.
public final class Tree {

  private Tree() {}

  /// Lists a folder while a running server may delete from it. Files that disappear meanwhile are
  /// left out.
  ///
  /// @return the files below `folder`, relative to it, without the locks of live owners
  public static List<String> files(Path folder) throws IOException {
    return dev.tintype.core.disk.Tree.files(folder).stream()
        .map(file -> folder.relativize(file).toString())
        .filter(name -> !name.endsWith("lock") && !name.endsWith(".starts"))
        .sorted()
        .toList();
  }
}
