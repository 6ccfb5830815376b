package dev.tintype.server.data;

import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Addresses;
import dev.tintype.server.settings.FileTrouble;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder that holds everything of one machine's platform that settings put nowhere else, and
/// the names in it.
///
/// @param root the folder, absolute
/// @param addresses where storage, jobs and queue are
public record DataFolder(Path root, Addresses addresses) {

  /// Makes the path absolute.
  public DataFolder {
    root = root.toAbsolutePath().normalize();
  }

  /// A folder that holds everything.
  public DataFolder(Path root) {
    this(root, Addresses.DATA_FOLDER);
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

  /// @return where attempts keep their files
  public Path work() {
    return root.resolve("work");
  }

  /// @return holds a watermark until it is stored
  public Path watermarkOnItsWay() {
    return root.resolve("watermark.part");
  }

  /// @return holds the random name of this folder, see [Host]
  Path host() {
    return root.resolve("host");
  }

  /// @return holds the keys of receipts, see [ReceiptKeyFolder]
  Path receipts() {
    return root.resolve("receipts");
  }

  /// @return locked by the server that runs on this folder
  Path lock() {
    return root.resolve("serve.lock");
  }
}
