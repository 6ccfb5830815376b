package dev.tintype.core.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Operations on a folder and everything in it. Links are not followed. A file that is missing, or
/// that disappears meanwhile, is not an error.
public final class Tree {

  private Tree() {}

  /// Deletes the folder or file.
  ///
  /// @throws IOException when the disk refuses, or another process still writes into it
  public static void delete(Path tree) throws IOException {
    Files.walkFileTree(tree, new Deletion(null));
  }

  /// Deletes everything in the folder, and creates the folder if it is missing.
  ///
  /// @return the folder
  /// @throws IOException when the disk refuses, or another process still writes into it
  public static Path empty(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.walkFileTree(folder, new Deletion(folder));
    return folder;
  }

  /// Lists every regular file in the folder and its subfolders.
  ///
  /// @throws IOException when one of the folders cannot be read
  public static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new Visit() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /// Ignores files that have disappeared.
  private abstract static class Visit extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      return unlessGone(e);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      return e == null ? FileVisitResult.CONTINUE : unlessGone(e);
    }

    private static FileVisitResult unlessGone(IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }

  /// Deletes each file when it is visited, and each folder after its contents.
  private static final class Deletion extends Visit {
    private final @Nullable Path kept;

    Deletion(@Nullable Path kept) {
      this.kept = kept;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e == null && !folder.equals(kept)) {
        Files.deleteIfExists(folder);
      }
      return super.postVisitDirectory(folder, e);
    }
  }
}
