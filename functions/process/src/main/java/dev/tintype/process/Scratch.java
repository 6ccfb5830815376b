package dev.tintype.process;

import dev.tintype.core.disk.OwnedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of this process in the only writable place of a function. Folders of dead processes
/// are deleted, because the next process of the same environment finds the same disk.
///
/// @param own this process's folder and its lock, which lasts as long as this object is reachable
record Scratch(OwnedFolder own) {

  private static final String PREFIX = "tintype-process-";

  /// @param parent contains one folder per process
  /// @throws UncheckedIOException when the disk refuses
  static Scratch in(Path parent) {
    try {
      return new Scratch(OwnedFolder.ofThisProcess(parent, PREFIX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return a subfolder
  Path folder(String name) {
    try {
      return Files.createDirectories(own.path().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
