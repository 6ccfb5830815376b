package dev.tintype.process;

import dev.tintype.core.disk.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of this process in the only writable place of a function. Folders of dead processes
/// are deleted, because the next process of the same environment finds the same disk.
///
/// @param folder this process's folder
record Scratch(Path folder) {

  private static final String PREFIX = "tintype-";

  /// @param parent contains one folder per process
  /// @throws UncheckedIOException when the disk refuses
  static Scratch in(Path parent) {
    try {
      deleteDead(parent);
      return new Scratch(
          Files.createDirectories(parent.resolve(PREFIX + ProcessHandle.current().pid())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return a subfolder
  Path folder(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteDead(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "[0-9]*")) {
      for (Path folder : folders) {
        String pid = String.valueOf(folder.getFileName()).substring(PREFIX.length());
        if (pid.matches("[0-9]{1,10}")
            && ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty()) {
          Tree.delete(folder);
        }
      }
    }
  }
}
