package dev.tintype.server.data;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.server.settings.FileTrouble;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder that holds everything of one machine's platform, and the names in it.
///
/// @param root the folder, absolute
public record DataFolder(Path root) {

  /// Makes the path absolute.
  public DataFolder {
    root = root.toAbsolutePath().normalize();
  }

  /// Makes the folder, open to nobody but its owner, where it is not there.
  ///
  /// @throws FolderUnusable when it cannot be made or written
  /// @throws StoreUnavailable when the disk fails
  public DataFolder prepared() {
    try {
      Files.createDirectories(
          root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (!Files.isWritable(root)) {
        throw new FolderUnusable(this, "you may not write there.");
      }
      return this;
    } catch (FileSystemException e) {
      throw new FolderUnusable(this, FileTrouble.of(e), e);
    } catch (IOException e) {
      throw new StoreUnavailable("the data folder " + root + " cannot be made: " + e, e);
    }
  }

  /// @return images, versions, queue, outbox and tokens
  public Path database() {
    return root.resolve("tintype.db");
  }

  /// @return the originals
  public Path originals() {
    return root.resolve("private");
  }

  /// @return the variants and manifests
  public Path variants() {
    return root.resolve("public");
  }

  /// @return what signs upload and download URLs
  public Path secret() {
    return root.resolve("signing.secret");
  }

  /// @return where attempts keep their files
  public Path work() {
    return root.resolve("work");
  }

  /// @return locked by the server that runs on this folder
  public Path lock() {
    return root.resolve("serve.lock");
  }
}
