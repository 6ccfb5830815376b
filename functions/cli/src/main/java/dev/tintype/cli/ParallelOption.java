package dev.tintype.cli;

import dev.tintype.server.settings.Settings.InvalidSetting;
import picocli.CommandLine.Option;

/// The option `--parallel` of every command that copies or reads the files of many images.
final class ParallelOption {

  private static final int MOST = 256;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "How many images to work on at once, or files where only files are read (default: "
              + "${DEFAULT-VALUE}).")
  private int parallel;

  /// @param usual how many where the option is not given
  ParallelOption(int usual) {
    this.parallel = usual;
  }

  /// @return how many at once
  /// @throws InvalidSetting when the number is out of range
  int atOnce() {
    if (parallel < 1 || parallel > MOST) {
      throw new InvalidSetting("--parallel must be 1 to " + MOST + ", not " + parallel + ".");
    }
    return parallel;
  }
}
