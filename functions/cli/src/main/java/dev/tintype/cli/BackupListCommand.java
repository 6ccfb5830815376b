package dev.tintype.cli;

import dev.tintype.cli.backup.BackupReport;
import dev.tintype.cli.backup.KeptPlace;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.flow.backup.BackupPlace;
import dev.tintype.core.flow.backup.BackupRefused;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype backup list`: lists the backups of a place.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "List the backups of a place, the oldest first.",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  tintype backup list /mnt/backup"})
final class BackupListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PlaceParameter place = new PlaceParameter();

  @Option(names = "--json", description = "Print one line of JSON for each backup.")
  private boolean json;

  BackupListCommand() {}

  @Override
  public Integer call() {
    Screen screen = OutputOptions.screen(spec);
    try (BackupReport report = new BackupReport(screen, json);
        KeptPlace kept = KeptPlace.existing(place.address())) {
      boolean isWhole = true;
      for (BackupPlace.Entry entry : kept.place().entries()) {
        isWhole &= isListed(kept.place(), entry, report);
      }
      return isWhole ? ExitCode.OK : ExitCode.DAMAGED;
    }
  }

  private static boolean isListed(BackupPlace place, BackupPlace.Entry entry, BackupReport report) {
    try {
      report.entry(entry, place.read(entry));
      return true;
    } catch (BackupRefused e) {
      report.unreadable(entry, String.valueOf(e.getMessage()));
      return false;
    }
  }
}
