package dev.tintype.server.settings;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/// What a file system complains about, as a sentence.
public final class FileTrouble {

  private FileTrouble() {}

  /// Answers the sentence, which begins small and ends with a full stop.
  public static String of(FileSystemException e) {
    return switch (e) {
      case AccessDeniedException _ -> "no permission for " + e.getFile() + ".";
      case FileAlreadyExistsException _ -> e.getFile() + " is there and is no folder.";
      case NoSuchFileException _ -> "there is no " + e.getFile() + ".";
      case NotDirectoryException _ -> e.getFile() + " is no folder.";
      default ->
          e.getFile() + ": " + Objects.requireNonNullElse(e.getReason(), "cannot be used") + ".";
    };
  }
}
