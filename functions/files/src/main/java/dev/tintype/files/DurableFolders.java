package dev.tintype.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Folders whose entries survive a loss of power: an entry is on disk once its folder was synced.
final class DurableFolders {

  private DurableFolders() {}

  /// Makes the folder and its parents where they are not there, accessible to the owner alone.
  static void createPrivately(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      createPrivately(parent(folder));
      create(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /// Makes the folder if it is not there, its entry durable when it was made here. Its parent must
  /// be there.
  ///
  /// @throws NoSuchFileException when its parent is not there, or somebody removes either meanwhile
  /// @throws FileSystemException when something else has its name, such as a symbolic link
  static void create(Path folder, FileAttribute<?>... attributes) throws IOException {
    if (make(folder, attributes)) {
      sync(parent(folder));
    }
  }

  /// Makes the folder if it is not there, its entry not yet durable. Its parent must be there.
  ///
  /// @return whether it was made here
  /// @throws NoSuchFileException when its parent is not there, or somebody removes either meanwhile
  /// @throws FileSystemException when something else has its name, such as a symbolic link
  static boolean make(Path folder, FileAttribute<?>... attributes) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Files.createDirectory(folder, attributes);
      return true;
    } catch (FileAlreadyExistsException e) {
      if (!Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isDirectory()) {
        throw new FileSystemException(folder.toString(), null, "is not a folder: " + e);
      }
      return false;
    }
  }

  /// Makes the folder's entries durable.
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static Path parent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IOException(path + " has no parent folder");
    }
    return parent;
  }
}
