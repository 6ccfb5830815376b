package dev.tintype.core.flow;

import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Where attempts keep their files: `in` holds originals, `out` what the renderer makes. One worker
/// process has it for itself.
///
/// @param root a folder; nothing else is kept there, and leases of the worker bear its name
public record WorkFolders(Path root) {

  private static final String SEPARATOR = ".";

  /// Makes both folders and deletes what an earlier process left in them.
  ///
  /// @throws StoreUnavailable when the disk refuses
  public void prepare() {
    try {
      empty(root.resolve("in"));
      empty(root.resolve("out"));
    } catch (IOException e) {
      throw new StoreUnavailable("the work folder cannot be prepared", e);
    }
  }

  private static void empty(Path folder) throws IOException {
    Files.createDirectories(folder);
    deleteWithin(folder, folder);
  }

  /// Names an attempt of the one worker process these folders belong to.
  ///
  /// @param fresh what no other attempt is called
  String owner(String fresh) {
    return root.getFileName() + SEPARATOR + fresh;
  }

  /// @return the name of the folder [#root] whose worker holds a lease under this name; empty for a
  ///   name that tells none
  static String workerOf(String owner) {
    return owner.substring(0, Math.max(0, owner.lastIndexOf(SEPARATOR)));
  }

  /// @return fresh folders for one attempt, deleted when closed
  Work open(String owner) throws IOException {
    Work work = new Work(root.resolve("in").resolve(owner), root.resolve("out").resolve(owner));
    Files.createDirectory(work.in());
    Files.createDirectory(work.out());
    return work;
  }

  private static void deleteWithin(Path folder, @Nullable Path keep) throws IOException {
    if (!Files.isDirectory(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            if (!visited.equals(keep)) {
              Files.delete(visited);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// The folders of one attempt.
  ///
  /// @param in holds the original
  /// @param out holds a folder for each try of the renderer, and the manifest
  record Work(Path in, Path out) implements AutoCloseable {

    Path original() {
      return in.resolve("original");
    }

    Path manifest() {
      return in.resolve("manifest.json");
    }

    /// @return an empty folder for one try of the renderer
    Path variants(int number) throws IOException {
      return Files.createDirectory(out.resolve(Integer.toString(number)));
    }

    @Override
    public void close() {
      try {
        deleteWithin(in, null);
        deleteWithin(out, null);
      } catch (IOException e) {
        FlowLog.event("work.not_deleted").cause(e).warning();
      }
    }
  }
}
