package dev.tintype.cli;

import dev.tintype.cli.backup.BackupReport;
import dev.tintype.cli.backup.KeptPlace;
import dev.tintype.cli.backup.PlaceAddress;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.flow.backup.Backup;
import dev.tintype.core.flow.backup.DropBackups;
import dev.tintype.core.flow.backup.DropBackups.Dropped;
import dev.tintype.core.port.RecordTransfer;
import dev.tintype.core.provider.JobsProvider;
import dev.tintype.core.provider.Providers;
import dev.tintype.server.data.Backends;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tintype backup`: backs up records and files while servers and workers run.
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Back up all records and files while the server runs.",
    description = {
      "",
      "Reads the records of one instant, and copies each file that the place lacks: a second "
          + "backup copies only what is new. An image that is erased while files are copied is left "
          + "out. "
          + "A backup is there whole or not at all, and a run that was stopped or killed is "
          + "continued by the same command. Settings and recipe files are not in it.",
    },
    subcommands = {BackupVerifyCommand.class, BackupListCommand.class},
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype backup /mnt/backup --keep 14",
      "  tintype backup s3://my-backups/tintype?region=eu-central-1",
      "  tintype backup verify /mnt/backup",
      "  tintype restore /mnt/backup --data new-folder",
    })
final class BackupCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR|s3://BUCKET/PREFIX",
      description =
          "Where the backups are: a folder, or a part of a bucket, with the parameters of "
              + "TINTYPE_STORAGE, such as ?endpoint=URL.")
  private @Nullable String given;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Then drop all but the latest N backups, and the files that no other holds "
              + "(default: drop nothing).")
  private int keep;

  @Mixin private ParallelOption parallel = new ParallelOption(4);

  @Option(
      names = "--full",
      description =
          "Read every file that the place has of these images, compare its digest, and copy what is "
              + "missing or altered.")
  private boolean full;

  @Option(
      names = "--take-over",
      description =
          "Go on with the backups of another job store, such as after 'tintype migrate' or "
              + "'tintype restore'.")
  private boolean takeOver;

  @Option(names = "--json", description = "Print one line of JSON for each event.")
  private boolean json;

  BackupCommand() {}

  @Override
  public Integer call() {
    String place = given;
    if (place == null) {
      throw new InvalidSetting("backup needs a place: a folder, or s3://BUCKET/PREFIX.");
    }
    if (keep < 0) {
      throw new InvalidSetting("--keep must be 1 or more.");
    }
    int atOnce = parallel.atOnce();
    PlaceAddress address = PlaceAddress.of(place);
    Settings settings = Settings.read();
    Wiring wiring = new Wiring(settings);
    Screen screen = OutputOptions.screen(spec);
    try (OrderlyEnd end = new OrderlyEnd();
        BackupReport report = new BackupReport(screen, json);
        Backends backends = wiring.backends(data.existing(Settings.platform()));
        KeptPlace kept =
            KeptPlace.forBackup(outside(address, backends), backends.folder().work())) {
      return run(backends, wiring, kept, atOnce, report, end);
    }
  }

  /// A backup among the variants would be public, and one among the originals dies with them.
  private static PlaceAddress outside(PlaceAddress address, Backends backends) {
    address.mustBeOutside(backends.folder().addresses().storage(), backends.opening());
    return address;
  }

  private int run(
      Backends backends,
      Wiring wiring,
      KeptPlace kept,
      int atOnce,
      BackupReport report,
      OrderlyEnd end) {
    RecordTransfer records = records(backends);
    report.begins("Backup", records.name(), kept.place().name());
    Backup backup =
        new Backup(
            new Backup.Source(records, backends.originals(), backends.variants()),
            kept.place(),
            kept.lock(),
            new Backup.Order(atOnce, full, takeOver),
            wiring.context(),
            report,
            end::asked);
    return switch (backup.run()) {
      case Backup.Ended.Whole(Backup.Made made) -> {
        report.made(made);
        yield keep == 0 || dropped(kept, report, end) ? ExitCode.OK : ExitCode.INTERRUPTED;
      }
      case Backup.Ended.Damage damage -> {
        report.damaged(damage.files());
        report.failed(
            "There is no new backup: these files are not what their records promise. "
                + "'tintype verify --repair' mends what can be mended; erase an image whose "
                + "original is lost. Then run this again.");
        yield ExitCode.DAMAGED;
      }
      case Backup.Ended.Interrupted _ -> {
        report.interrupted();
        yield ExitCode.INTERRUPTED;
      }
    };
  }

  private boolean dropped(KeptPlace kept, BackupReport report, OrderlyEnd end) {
    Optional<Dropped> dropped =
        new DropBackups(kept.place(), kept.lock(), report, end::asked).keep(keep);
    dropped.ifPresentOrElse(report::dropped, report::interrupted);
    return dropped.isPresent();
  }

  private static RecordTransfer records(Backends backends) {
    String jobs = backends.folder().addresses().jobs();
    return Providers.of(JobsProvider.class, jobs)
        .transfer(jobs, backends.opening())
        .orElseThrow(() -> new InvalidSetting("The records of " + jobs + " cannot be backed up."));
  }
}
