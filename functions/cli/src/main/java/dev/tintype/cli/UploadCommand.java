package dev.tintype.cli;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.client.ServerUnreachable;
import dev.tintype.cli.client.TokenRefused;
import dev.tintype.cli.client.UploadRun;
import dev.tintype.cli.folder.Found;
import dev.tintype.cli.folder.OriginalFinder;
import dev.tintype.cli.report.UploadLines;
import dev.tintype.cli.report.UploadReport;
import dev.tintype.cli.report.UploadScreen;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.core.Metadata;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tintype upload`: uploads files to a server.
@Command(
    name = "upload",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Upload files to a server and wait until their variants are ready.",
    description = {
      "",
      "Each FILE, and each file inside a DIR, becomes an image. For 24 hours the same file "
          + "under the same name and with the same metadata is the same image, so an interrupted "
          + "upload continues when you run the same command again. The token comes from "
          + "TINTYPE_TOKEN.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype upload photo.jpg",
      "  tintype upload ~/Pictures --to https://images.example --recipe fast",
      "  tintype upload photos --metadata album=42 --metadata rights=cc-by",
      "  tintype upload photos --json | jq -r 'select(.state == \"failed\").file'",
    })
final class UploadCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "What to upload.")
  private List<Path> given = List.of();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private UploadOptions options = new UploadOptions();

  @Option(
      names = "--no-wait",
      description = "Exit after the uploads, without waiting for the variants.")
  private boolean noWait;

  @Option(names = "--json", description = "Print only JSON, one object per line and file.")
  private boolean json;

  UploadCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    int jobs = options.jobs();
    Metadata metadata = options.metadata();
    PlatformSettings platform = Settings.platform();
    Found found = OriginalFinder.find(given);
    int files = found.originals().size() + found.unusable().size();
    UploadReport report =
        json
            ? new UploadLines(System.out)
            : new UploadScreen(OutputOptions.screen(spec), files, System.nanoTime());
    found.skipped().forEach(report::skipped);
    found.unusable().forEach(report::unusable);
    try (OrderlyEnd end = new OrderlyEnd()) {
      end.by(Thread.currentThread()::interrupt);
      return upload(found, jobs, metadata, server.server(platform), report);
    }
  }

  private int upload(Found found, int jobs, Metadata metadata, Server to, UploadReport report) {
    try (ImagesClient client = new ImagesClient(to)) {
      new UploadRun(client, options.recipe(), metadata, !noWait, report)
          .run(found.originals(), jobs);
    } catch (ServerUnreachable | TokenRefused e) {
      report.finished(System.nanoTime());
      throw e;
    } catch (InterruptedException _) {
      report.interrupted();
      return ExitCode.INTERRUPTED;
    }
    report.finished(System.nanoTime());
    return report.failures() == 0 ? ExitCode.OK : ExitCode.SOME_REFUSED;
  }
}
