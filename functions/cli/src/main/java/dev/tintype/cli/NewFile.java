package dev.tintype.cli;

import dev.tintype.server.settings.Settings.InvalidSetting;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// A file that a command is to make.
final class NewFile {

  private NewFile() {}

  /// @param option its option, such as `--out`
  /// @throws InvalidSetting when there is such a file, or no folder for it
  static void mayBeMade(String option, Path file) {
    if (file.toString().isEmpty()) {
      throw new InvalidSetting(option + " cannot be empty: name a file.");
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidSetting(file + " exists already: choose another name.");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InvalidSetting("There is no folder " + folder + ".");
    }
  }
}
