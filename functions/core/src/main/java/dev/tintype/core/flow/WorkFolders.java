package dev.tintype.core.flow;

import dev.tintype.core.disk.Tree;
import dev.tintype.core.port.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folders for the files of attempts: `in` holds originals, `out` holds what the renderer
/// makes. They belong to one worker process.
///
/// @param root a folder that holds nothing else; its name is part of the owner names of the
///   worker's leases
public record WorkFolders(Path root) {

  private static final String SEPARATOR = ".";

  /// Creates both folders and deletes what an earlier process left in them.
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

  /// Returns the owner name for an attempt of this worker process.
  ///
  /// @param fresh a name that no other attempt has
  public String owner(String fresh) {
    return root.getFileName() + SEPARATOR + fresh;
  }

  /// @return the name of the folder [#root] of the worker that owns the lease; empty when the owner
  ///   name does not contain one
  public static String workerOf(String owner) {
    return owner.substring(0, Math.max(0, owner.lastIndexOf(SEPARATOR)));
  }

  /// @return new folders for one attempt; closing deletes them
  public Work open(String owner) throws IOException {
    Work work = new Work(root.resolve("in").resolve(owner), root.resolve("out").resolve(owner));
    Files.createDirectory(work.in());
    Files.createDirectory(work.out());
    return work;
  }

  /// The folders of one attempt.
  ///
  /// @param in holds the original and the watermark
  /// @param out holds one folder for each try of the renderer, and the manifest
  public record Work(Path in, Path out) implements AutoCloseable {

    public Path original() {
      return in.resolve("original");
    }

    public Path watermark() {
      return in.resolve("watermark");
    }

    public Path manifest() {
      return in.resolve("manifest.json");
    }

    /// @param name of a variant
    /// @return where the variant may be kept while it is copied
    public Path copy(String name) {
      return in.resolve("copy-" + name);
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
