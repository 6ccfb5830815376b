package dev.tintype.cli;

import dev.tintype.cli.backup.BackupReport;
import dev.tintype.cli.backup.KeptPlace;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.flow.backup.CheckBackups;
import dev.tintype.core.flow.backup.CheckBackups.Checked;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype backup verify`: checks every file of every backup of a place.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Read every file of all backups of a place and compare its digest.",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  tintype backup verify /mnt/backup"})
final class BackupVerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PlaceParameter place = new PlaceParameter();

  @Mixin private ParallelOption parallel = new ParallelOption(4);

  @Option(names = "--json", description = "Print one line of JSON for each event.")
  private boolean json;

  BackupVerifyCommand() {}

  @Override
  public Integer call() {
    int atOnce = parallel.atOnce();
    Screen screen = OutputOptions.screen(spec);
    try (OrderlyEnd end = new OrderlyEnd();
        BackupReport report = new BackupReport(screen, json);
        KeptPlace kept = KeptPlace.existing(place.address())) {
      Optional<Checked> checked =
          new CheckBackups(kept.place(), atOnce, report, end::asked).check();
      checked.ifPresentOrElse(report::checked, report::interrupted);
      if (checked.isEmpty()) {
        return ExitCode.INTERRUPTED;
      }
      return checked.get().damaged().isEmpty() ? ExitCode.OK : ExitCode.DAMAGED;
    }
  }
}
