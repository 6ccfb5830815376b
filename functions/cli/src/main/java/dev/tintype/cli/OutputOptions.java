package dev.tintype.cli;

import dev.tintype.cli.terminal.Loudness;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.server.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/// How much every command tells beside its results and errors.
final class OutputOptions {

  @Option(
      names = "--quiet",
      scope = ScopeType.INHERIT,
      description = "Print only results and errors: no progress, no hints.")
  private boolean quiet;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print the log to standard error, too, and what caused an error.")
  private boolean verbose;

  OutputOptions() {}

  /// @throws ParameterException when both options are given
  Loudness loudness(CommandSpec command) {
    if (quiet && verbose) {
      throw new ParameterException(
          command.commandLine(), "--quiet and --verbose exclude each other.");
    }
    return quiet ? Loudness.QUIET : verbose ? Loudness.VERBOSE : Loudness.USUAL;
  }

  /// @return how loud a command is to be
  static Loudness of(CommandSpec command) {
    return Tintype.loudness(command.root());
  }

  /// @return where a command prints, with a progress bar on a terminal
  static Screen screen(CommandSpec command) {
    return new Screen(System.out, System.err, Settings.read().columns(), of(command));
  }

  /// @return where a command prints that has no progress bar
  static Screen lines(CommandSpec command) {
    return new Screen(System.out, System.err, 0, of(command));
  }
}
