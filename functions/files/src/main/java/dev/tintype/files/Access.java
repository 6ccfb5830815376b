package dev.tintype.files;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Who may reach the folders and files that a storage makes below its root.
enum Access {
  /// Whom the process's umask lets.
  UMASK,
  /// The owner alone.
  OWNER;

  /// @return what a new folder is made with
  FileAttribute<?>[] ofFolder() {
    return only("rwx------");
  }

  /// @return what a new file is made with
  FileAttribute<?>[] ofFile() {
    return only("rw-------");
  }

  private FileAttribute<?>[] only(String owner) {
    return switch (this) {
      case UMASK -> new FileAttribute<?>[0];
      case OWNER ->
          new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(owner))
          };
    };
  }
}
