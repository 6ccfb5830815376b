package dev.tintype.cli;

import dev.tintype.cli.migrate.MoveReport;
import dev.tintype.cli.migrate.MoveRun;
import dev.tintype.cli.migrate.StorePair;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype migrate`: moves all records of the job store to another one while the server runs.
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Move all records of the job store to another one, such as PostgreSQL.",
    description = {
      "",
      "Copies everything while the server runs. Then nothing can be written for a short time: "
          + "what changed is copied, and both stores are compared row by row. Ids, versions, "
          + "URLs, tokens, idempotency keys and unsent notifications stay the same. A run that "
          + "was stopped or killed is continued by the same command. TINTYPE_JOBS names the "
          + "store that is in use.",
    },
    subcommands = MigrateFilesCommand.class,
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype migrate --jobs-to postgres://tintype@db.example/tintype --plan",
      "  tintype migrate --jobs-to postgres://tintype@db.example/tintype",
      "  tintype migrate --back",
      "  tintype migrate --discard postgres://tintype@db.example/tintype",
      "  tintype migrate files --help",
    })
final class MigrateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  /// Longer than a store that does not answer is waited for, so that the old store is opened again
  /// after Ctrl-C.
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final String LATE =
      "the old store may still refuse writes: run the same command again, or end the move with"
          + " 'tintype migrate --abort'";

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--jobs-to",
      paramLabel = "ADDRESS",
      description = "The new store, as TINTYPE_JOBS names it. It must be empty.")
  private @Nullable String to;

  @Option(names = "--back", description = "Move everything back to where it came from.")
  private boolean back;

  @Option(
      names = "--abort",
      description =
          "End a move: the old store can be written again. Refused once the move is complete.")
  private boolean abort;

  @Option(
      names = "--discard",
      paramLabel = "ADDRESS",
      description =
          "Empty a store that a move has begun to fill and will not complete. Refused for any "
              + "other store.")
  private @Nullable String discard;

  @Option(
      names = {"--plan", "--dry-run"},
      description = "Show what would be moved, and move nothing.")
  private boolean plan;

  @Option(
      names = "--verify",
      description = "Compare both stores by counts and digests, and move nothing.")
  private boolean verify;

  @Option(names = "--json", description = "Print one line of JSON for each event.")
  private boolean json;

  MigrateCommand() {}

  @Override
  public Integer call() {
    boolean isTo = to != null;
    boolean isDiscard = discard != null;
    if (Stream.of(isTo, back, abort, isDiscard).filter(chosen -> chosen).count() != 1) {
      throw new InvalidSetting("migrate takes one of --jobs-to, --back, --abort and --discard.");
    }
    if (plan && verify || (abort || isDiscard) && (plan || verify)) {
      throw new InvalidSetting("migrate takes one of --plan, --verify, --abort and --discard.");
    }
    Settings settings = Settings.read();
    DataFolder folder = data.existing(Settings.platform());
    Screen screen = OutputOptions.screen(spec);
    try (OrderlyEnd end = new OrderlyEnd(PATIENCE, LATE);
        MoveReport report = new MoveReport(screen, json)) {
      return run(new MoveRun(new Wiring(settings).context(), report, end::asked), folder);
    }
  }

  private int run(MoveRun run, DataFolder folder) {
    if (abort) {
      run.abort(folder);
      return ExitCode.OK;
    }
    String discarded = discard;
    if (discarded != null) {
      try (StorePair stores = StorePair.filling(discarded, folder)) {
        return run.discard(stores) ? ExitCode.OK : ExitCode.INTERRUPTED;
      }
    }
    String address = to;
    try (StorePair stores =
        address == null ? StorePair.back(folder) : StorePair.to(address, folder)) {
      if (plan) {
        run.plan(stores);
        return ExitCode.OK;
      }
      if (verify) {
        Optional<Boolean> equal = run.verify(stores);
        return equal.isEmpty()
            ? ExitCode.INTERRUPTED
            : equal.get() ? ExitCode.OK : ExitCode.UNEXPECTED;
      }
      return run.move(stores) ? ExitCode.OK : ExitCode.INTERRUPTED;
    }
  }
}
