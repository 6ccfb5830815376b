package dev.tintype.server.settings;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/// Describes a file system error as a sentence.
public final class FileTrouble {

  private FileTrouble() {}

  /// @return the sentence; it begins with a lowercase letter and ends with a full stop
  public static String of(FileSystemException e) {
    return switch (e) {
      case AccessDeniedException _ -> "no permission for " + e.getFile() + ".";
      case FileAlreadyExistsException _ -> e.getFile() + " exists and is not a folder.";
      case NoSuchFileException _ -> "there is no " + e.getFile() + ".";
      case NotDirectoryException _ -> e.getFile() + " is not a folder.";
      default ->
          e.getFile() + ": " + Objects.requireNonNullElse(e.getReason(), "cannot be used") + ".";
    };
  }
}
