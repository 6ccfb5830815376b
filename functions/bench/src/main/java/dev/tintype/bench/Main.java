package dev.tintype.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The benchmarks' entry point.
@Command(
    name = "bench",
    description = "Measures Tintype and writes docs/benchmarks*.md and docs/recipes.md.",
    subcommands = {
      RunCommand.class,
      SoakCommand.class,
      PlatformCommand.class,
      ReportCommand.class,
      RecipesCommand.class,
      CurvesCommand.class,
      FuzzCommand.class,
      HelpCommand.class
    })
public final class Main {

  /// Runs one command and exits with its code.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
