package dev.tintype.cli;

import dev.tintype.server.settings.Settings.InvalidSetting;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The file that a command is to make.
final class OutOption {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write; it must not exist.")
  private Path out = Path.of("");

  OutOption() {}

  /// @return the file, which can be made
  /// @throws InvalidSetting when there is such a file, or no folder for it
  Path file() {
    NewFile.mayBeMade("--out", out);
    return out;
  }
}
