package dev.tintype.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The benchmarks' entry point.
@Command(
    name = "tintype bench",
    mixinStandardHelpOptions = true,
    header = "Measure Tintype against its own bound and against its peers.",
    description = {
      "",
      "Figures are stored, so rows may be measured on different days. run, soak, recipes and curves "
          + "finally rewrite docs/benchmarks*.md and docs/recipes.md from all stored figures.",
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype bench run p12/fast jail-job --photos photos",
      "  tintype bench soak --photos photos --jobs 200",
      "",
      "'tintype bench COMMAND --help' describes a command.",
    },
    subcommands = {
      RunCommand.class,
      SoakCommand.class,
      PlatformCommand.class,
      ReportCommand.class,
      RecipesCommand.class,
      CurvesCommand.class,
      FuzzCommand.class,
      AdmissionCommand.class,
      FocusCommand.class,
      QueueCommand.class,
      HelpCommand.class
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  Main() {}

  /// Runs one command and exits with its code.
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine all = new CommandLine(new Main());
    for (CommandLine each : all.getSubcommands().values()) {
      if (!(each.getCommand() instanceof HelpCommand)) {
        each.getCommandSpec().mixinStandardHelpOptions(true);
      }
    }
    return all.setCaseInsensitiveEnumValuesAllowed(true).setUsageHelpWidth(90);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
