package dev.tintype.cli;

import dev.tintype.cli.migrate.FilesReport;
import dev.tintype.cli.migrate.FilesRun;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.server.data.Backends;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype migrate files`: moves all originals and variants to another storage while servers and
/// workers run.
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Move all files to another storage, such as an S3 store, while servers run.",
    description = {
      "",
      "First start every server and worker with TINTYPE_STORAGE (as before) and "
          + "TINTYPE_STORAGE_NEXT (the new storage). Then this command, with the same settings, "
          + "lets all of them use both, copies everything, and goes on if it was stopped or "
          + "killed. --verify compares both storages; --finish ends the use of the old one.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype migrate files --plan",
      "  tintype migrate files --rate 50",
      "  tintype migrate files --verify",
      "  tintype migrate files --finish",
      "  tintype migrate files --back     and then the same with --finish",
    })
final class MigrateFilesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  private static final long MEGABYTE = 1_000_000;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--back",
      description = "Move everything to the storage of TINTYPE_STORAGE, also during a move.")
  private boolean back;

  @Option(
      names = {"--plan", "--dry-run"},
      description = "Show how far a move is and which processes take part, and change nothing.")
  private boolean plan;

  @Option(names = "--verify", description = "Read every file in both storages and compare.")
  private boolean verify;

  @Option(
      names = "--finish",
      description = "Copy what arrived late, and let everybody use only the new storage.")
  private boolean finish;

  @Option(
      names = "--forget",
      description =
          "Forget a finished move, after files were moved elsewhere by other means or a storage "
              + "has another address.")
  private boolean forget;

  @Option(
      names = "--rate",
      paramLabel = "MB",
      defaultValue = "0",
      description = "At most so many megabytes per second (default: no limit).")
  private int rate;

  @Mixin private ParallelOption parallel = new ParallelOption(8);

  @Option(
      names = "--gone",
      paramLabel = "PROCESS",
      description = "A process that does not answer and never will; may be repeated.")
  private Set<String> gone = Set.of();

  @Option(names = "--json", description = "Print one line of JSON for each event.")
  private boolean json;

  MigrateFilesCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (Stream.of(plan, verify, finish, forget).filter(chosen -> chosen).count() > 1) {
      throw new InvalidSetting(
          "migrate files takes one of --plan, --verify, --finish and --forget.");
    }
    int atOnce = parallel.atOnce();
    if (rate < 0) {
      throw new InvalidSetting("--rate must be 0 or more.");
    }
    Settings settings = Settings.read();
    Screen screen = OutputOptions.screen(spec);
    Wiring wiring = new Wiring(settings);
    try (OrderlyEnd end = new OrderlyEnd();
        FilesReport report = new FilesReport(screen, json);
        Backends backends = wiring.backends(data.existing(Settings.platform()))) {
      if (forget) {
        FilesRun.forget(backends, report, wiring.context().now());
        return ExitCode.OK;
      }
      return run(
          new FilesRun(
              backends,
              wiring.context(),
              report,
              new FilesRun.Order(back, atOnce, rate * MEGABYTE, gone),
              end::asked));
    }
  }

  private int run(FilesRun run) throws InterruptedException {
    if (plan) {
      run.plan();
      return ExitCode.OK;
    }
    return switch (verify ? run.verify() : finish ? run.finish() : run.copy()) {
      case DONE -> ExitCode.OK;
      case WRONG -> ExitCode.DAMAGED;
      case INTERRUPTED -> ExitCode.INTERRUPTED;
    };
  }
}
