package dev.tintype.cli;

import dev.tintype.server.settings.FileTrouble;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder that an option names, to write into: a fault of it is a fault of the command line.
final class WritableFolder {

  private WritableFolder() {}

  /// Makes it where it is not there.
  ///
  /// @param option which names it
  /// @throws InvalidSetting when it cannot be made or written
  static void make(String option, Path folder) throws IOException {
    if (folder.toString().isEmpty()) {
      throw new InvalidSetting(option + " cannot be empty: name a folder.");
    }
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw new InvalidSetting(option + " cannot be " + folder + ": " + FileTrouble.of(e), e);
    }
    if (!Files.isWritable(folder)) {
      throw new InvalidSetting(option + " cannot be " + folder + ": you may not write there.");
    }
  }
}
