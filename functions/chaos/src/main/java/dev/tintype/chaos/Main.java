package dev.tintype.chaos;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/// The entry point.
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description = "Breaks Tintype on purpose and writes docs/reliability.md.",
    subcommands = {
      KillCommand.class,
      SoakCommand.class,
      PoisonCommand.class,
      RacesCommand.class,
      FreezeCommand.class,
      OutagesCommand.class,
      KeysCommand.class,
      ChangeCommand.class,
      RelocateCommand.class,
      EraseCommand.class,
      BackupCommand.class,
      QueueCommand.class,
      SwapCommand.class,
      PlaybooksCommand.class,
      HelpCommand.class
    })
public final class Main {

  /// Runs one command and exits with its status: 0 when everything ended as expected, else 1.
  public static void main(String[] arguments) {
    Logger.getLogger("").setLevel(Level.SEVERE);
    CommandLine all = new CommandLine(new Main());
    for (CommandLine each : all.getSubcommands().values()) {
      if (!(each.getCommand() instanceof HelpCommand)) {
        each.getCommandSpec().mixinStandardHelpOptions(true);
      }
    }
    System.exit(all.execute(arguments));
  }
}
