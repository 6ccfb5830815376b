package dev.tintype.cli.folder;

import dev.tintype.server.settings.FileTrouble;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder that an option names for output. When it cannot be written, the command line is wrong.
public final class WritableFolder {

  private WritableFolder() {}

  /// Creates the folder if it is missing.
  ///
  /// @param option the option that names it
  /// @throws InvalidSetting when the folder cannot be created or written
  public static void make(String option, Path folder) throws IOException {
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
