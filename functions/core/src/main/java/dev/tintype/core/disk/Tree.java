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

/// Folders with everything in them. Links are not followed; what somebody else deletes meanwhile,
/// or what was never there, is no fault.
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

  /// Answers every regular file in the folder and its folders.
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

  /// Passes over what is gone.
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

  /// Deletes each file as it is met, and each folder when it is left.
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
