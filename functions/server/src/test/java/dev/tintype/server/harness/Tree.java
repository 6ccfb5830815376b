package dev.tintype.server.harness;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// The files below a folder.
public final class Tree {

  private Tree() {}

  /// Lists a folder that a running server may be deleting from: what vanishes meanwhile is not
  /// listed.
  ///
  /// @return the files below `folder`, relative to it, without the locks of living owners
  public static List<String> files(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.exists(folder)) {
      Files.walkFileTree(folder, new Names(folder, names));
    }
    names.removeIf(name -> name.endsWith("lock") || name.endsWith(".starts"));
    names.sort(null);
    return List.copyOf(names);
  }

  /// Collects the names of regular files.
  private static final class Names extends SimpleFileVisitor<Path> {

    private final Path folder;
    private final List<String> names;

    private Names(Path folder, List<String> names) {
      this.folder = folder;
      this.names = names;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        names.add(folder.relativize(file).toString());
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      return vanished(e);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
      return e == null ? FileVisitResult.CONTINUE : vanished(e);
    }

    private static FileVisitResult vanished(IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
