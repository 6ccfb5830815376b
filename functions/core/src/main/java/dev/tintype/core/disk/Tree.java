package dev.tintype.core.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Deletes folders with everything in them. Links are deleted, not followed; what somebody else
/// deletes meanwhile, or what was never there, is no fault.
public final class Tree {

  private Tree() {}

  /// Deletes the folder, or the file.
  ///
  /// @throws IOException when the disk refuses, or somebody still writes into it
  public static void delete(Path tree) throws IOException {
    Files.walkFileTree(tree, new Deletion(null));
  }

  /// Deletes everything in the folder, which is made when it is not there.
  ///
  /// @return the folder
  /// @throws IOException when the disk refuses, or somebody still writes into a folder in it
  public static Path empty(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.walkFileTree(folder, new Deletion(folder));
    return folder;
  }

  /// Deletes each file as it is met, and each folder when it is left.
  private static final class Deletion extends SimpleFileVisitor<Path> {
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
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      return unlessGone(e);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        return unlessGone(e);
      }
      if (!folder.equals(kept)) {
        Files.deleteIfExists(folder);
      }
      return FileVisitResult.CONTINUE;
    }

    private static FileVisitResult unlessGone(IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
