package dev.tintype.cli;

import dev.tintype.cli.report.CursorFile;
import dev.tintype.cli.report.VerifyReport;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.flow.verify.Damage;
import dev.tintype.core.flow.verify.Repair;
import dev.tintype.core.flow.verify.Repair.Mended;
import dev.tintype.core.flow.verify.Verify;
import dev.tintype.core.flow.verify.Verify.Depth;
import dev.tintype.core.flow.verify.VerifyCursor;
import dev.tintype.render.process.RendererProcess;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.data.Host;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.worker.WorkPlace;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype verify`: checks that every promised file is present and unchanged, and that no other
/// file exists.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Check the files of a data folder against the job store.",
    description = {
      "",
      "Finds files that are missing, altered, orphaned (no record names them) or half_done (of "
          + "a version that did not become ready). Memory does not grow with the number of "
          + "images. The command may run beside a server.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype verify",
      "  tintype verify --lengths --cursor verify.cursor",
      "  tintype verify --repair",
    })
final class VerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  private static final Logger LOGGER = System.getLogger("dev.tintype.verify");
  private static final int IMAGES = 100;
  private static final int FILES = 1_000;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--repair",
      description =
          "Restore missing and altered files, and delete the files of erased images and failed "
              + "versions. When this release cannot make the same bytes, it queues a successor "
              + "version.")
  private boolean repair;

  @Option(names = "--lengths", description = "Check only lengths, without reading the files.")
  private boolean lengths;

  @Option(
      names = "--cursor",
      paramLabel = "FILE",
      description =
          "The file that stores the position. A later run with the same file continues there. "
              + "It is removed at the end.")
  private @Nullable Path cursor;

  @Option(names = "--json", description = "Print one line of JSON per finding, and one at the end.")
  private boolean json;

  VerifyCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings = Settings.read();
    PlatformSettings platform = Settings.platform();
    Wiring wiring = new Wiring(settings);
    DataFolder folder = data.existing(platform);
    Screen screen = OutputOptions.screen(spec);
    try (OrderlyEnd end = new OrderlyEnd();
        Backends backends = wiring.backends(folder);
        VerifyReport report = new VerifyReport(screen, json)) {
      if (!repair) {
        run(backends, report, _ -> new LinkedHashMap<>(), end);
      } else {
        repairing(wiring, backends, report, end);
      }
      if (end.asked()) {
        report.interrupted();
        return ExitCode.INTERRUPTED;
      }
      report.end();
      return report.isWhole() ? ExitCode.OK : ExitCode.DAMAGED;
    }
  }

  private void repairing(Wiring wiring, Backends backends, VerifyReport report, OrderlyEnd end)
      throws IOException, InterruptedException {
    Path work = backends.folder().work();
    try (WorkPlace place = WorkPlace.take(work, Host.of(backends.folder()));
        RendererProcess renderer = wiring.renderer(work.resolve("renderers"), 1);
        ExecutorService publishers = Executors.newSingleThreadExecutor()) {
      Repair mending = wiring.repair(backends, renderer, place, publishers);
      run(backends, report, page -> mending.mend(page.damages()), end);
    }
  }

  /// Repairs the damage of one page.
  private interface Remedy {
    Map<Damage, Mended> apply(Verify.Page page) throws InterruptedException;
  }

  private void run(Backends backends, VerifyReport report, Remedy remedy, OrderlyEnd end)
      throws IOException, InterruptedException {
    Verify verify =
        new Verify(backends.stores(), lengths ? Depth.LENGTHS : Depth.BYTES, IMAGES, FILES);
    CursorFile kept = new CursorFile(Optional.ofNullable(cursor));
    Optional<VerifyCursor> at = Optional.of(kept.read());
    while (at.isPresent() && !end.asked()) {
      Verify.Page page = verify.page(at.get());
      LOGGER.log(
          Level.DEBUG,
          () -> "event=verify.page images=" + page.images() + " files=" + page.files());
      report.page(page, remedy.apply(page));
      at = page.next();
      kept.write(at);
    }
  }
}
