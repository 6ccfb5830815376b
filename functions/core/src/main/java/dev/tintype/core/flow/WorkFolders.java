package dev.tintype.core.flow;

import dev.tintype.core.disk.Tree;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
      Tree.empty(root.resolve("in"));
      Tree.empty(root.resolve("out"));
    } catch (IOException e) {
      throw new StoreUnavailable("the work folder cannot be prepared", e);
    }
  }

  /// Names an attempt of the one worker process these folders belong to.
  ///
  /// @param fresh what no other attempt is called
  public String owner(String fresh) {
    return root.getFileName() + SEPARATOR + fresh;
  }

  /// @return the name of the folder [#root] whose worker holds a lease under this name; empty for a
  ///   name that tells none
  public static String workerOf(String owner) {
    return owner.substring(0, Math.max(0, owner.lastIndexOf(SEPARATOR)));
  }

  /// @return fresh folders for one attempt, deleted when closed
  public Work open(String owner) throws IOException {
    Work work = new Work(root.resolve("in").resolve(owner), root.resolve("out").resolve(owner));
    Files.createDirectory(work.in());
    Files.createDirectory(work.out());
    return work;
  }

  /// The folders of one attempt.
  ///
  /// @param in holds the original
  /// @param out holds a folder for each try of the renderer, and the manifest
  public record Work(Path in, Path out) implements AutoCloseable {

    public Path original() {
      return in.resolve("original");
    }

    public Path manifest() {
      return in.resolve("manifest.json");
    }

    /// @return an empty folder for one try of the renderer
    public Path variants(int number) throws IOException {
      return Files.createDirectory(out.resolve(Integer.toString(number)));
    }

    @Override
    public void close() {
      try {
        Tree.delete(in);
        Tree.delete(out);
      } catch (IOException e) {
        FlowLog.event("work.not_deleted").cause(e).warning();
      }
    }
  }
}
