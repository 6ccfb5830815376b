package dev.tintype.cli;

import dev.tintype.cli.backup.BackupReport;
import dev.tintype.cli.backup.KeptPlace;
import dev.tintype.cli.backup.RestoreRun;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.flow.backup.BackupPlace;
import dev.tintype.core.flow.backup.RestoreBackup;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.Settings;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype restore`: fills an empty installation from a backup.
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Fill an empty installation from a backup.",
    description = {
      "",
      "--data, TINTYPE_STORAGE, TINTYPE_JOBS and TINTYPE_QUEUE name the installation, which may "
          + "be of another kind than the one that was backed up. Every file is compared with its "
          + "digest; the records come last, and are compared row by row. Nothing may run on the "
          + "installation before that. A run that was stopped or killed is continued by the same "
          + "command.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype restore /mnt/backup --data tintype-data",
      "  TINTYPE_JOBS=postgres://tintype@db.example/tintype tintype restore s3://my-backups/tintype",
    })
final class RestoreCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private PlaceParameter place = new PlaceParameter();

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--backup",
      paramLabel = "ID",
      description = "Which backup, as 'tintype backup list' names it (default: the latest).")
  private @Nullable String id;

  @Mixin private ParallelOption parallel = new ParallelOption(4);

  @Option(names = "--json", description = "Print one line of JSON for each event.")
  private boolean json;

  RestoreCommand() {}

  @Override
  public Integer call() {
    int atOnce = parallel.atOnce();
    Settings settings = Settings.read();
    DataFolder folder = data.folder(Settings.platform());
    Screen screen = OutputOptions.screen(spec);
    place.address().existing();
    try (OrderlyEnd end = new OrderlyEnd();
        BackupReport report = new BackupReport(screen, json);
        RestoreRun run = RestoreRun.open(folder, place.address());
        KeptPlace kept = KeptPlace.existing(place.address(), folder.work())) {
      BackupPlace.Entry entry = kept.place().entry(Optional.ofNullable(id));
      report.begins("Restore", kept.place().name() + " " + entry.id(), run.name());
      return switch (run.restore(
          kept.place(), entry, atOnce, new Wiring(settings).context(), report, end::asked)) {
        case RestoreBackup.Ended.Whole _ -> ExitCode.OK;
        case RestoreBackup.Ended.Damage damage -> {
          report.damaged(damage.files());
          report.failed(
              "Nothing can be served yet: no record was written. Restore an earlier backup into "
                  + "another empty installation. Or mend this backup: run 'tintype backup --full' "
                  + "where the files are still whole, then run this command again.");
          yield ExitCode.DAMAGED;
        }
        case RestoreBackup.Ended.Interrupted _ -> {
          report.interrupted();
          yield ExitCode.INTERRUPTED;
        }
      };
    }
  }
}
