package dev.tintype.cli;

import dev.tintype.cli.backup.PlaceAddress;
import dev.tintype.cli.client.FileUpload;
import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.importing.ImportReport;
import dev.tintype.cli.importing.ImportRun;
import dev.tintype.cli.importing.ImportState;
import dev.tintype.cli.importing.MetadataMapping;
import dev.tintype.cli.importing.OpenSource;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.Sha256;
import dev.tintype.server.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tintype import`: imports all images of a folder or a bucket.
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Import all images of a folder or a bucket into a server.",
    description = {
      "",
      "Each file that is an image by its first bytes becomes an image, named by its path. What "
          + "was imported is noted in a state file: the same command goes on after a stop or a "
          + "kill, and later imports only what is new or was changed. It does not wait for the "
          + "variants. The token comes from TINTYPE_TOKEN.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype import /srv/photos --dry-run",
      "  tintype import /srv/photos --to https://images.example",
      "  tintype import /srv/photos --metadata source=attic --mapping albums.json",
      "  tintype import s3://old-bucket/uploads?region=eu-central-1 --to https://images.example",
    })
final class ImportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DIR|s3://BUCKET/PREFIX",
      description =
          "Where the images are: a folder, or a part of a bucket, with the parameters of "
              + "TINTYPE_STORAGE, such as ?endpoint=URL.")
  private String given = "";

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private UploadOptions options = new UploadOptions();

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description =
          "A JSON file with the metadata of single images by their paths below the source: "
              + "{\"trip/sea.jpg\": {\"album\": \"42\"}}.")
  private @Nullable Path mapping;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description =
          "Where it is noted what was imported (default: tintype-import-ID.jsonl in the current "
              + "folder; the ID follows from the source and the server).")
  private @Nullable Path state;

  @Option(
      names = "--dry-run",
      description = "Count what would be imported, by type, and upload nothing.")
  private boolean dry;

  @Option(names = "--json", description = "Print only JSON, one object per line and file.")
  private boolean json;

  ImportCommand() {}

  @Override
  public Integer call() throws IOException {
    int jobs = options.jobs();
    PlaceAddress address = PlaceAddress.of(given);
    MetadataMapping images = MetadataMapping.of(options.metadata(), Optional.ofNullable(mapping));
    Optional<Server> to = dry ? Optional.empty() : Optional.of(server.server(Settings.platform()));
    Screen screen = OutputOptions.screen(spec);
    try (OrderlyEnd end = new OrderlyEnd();
        OpenSource open = OpenSource.of(address);
        ImportReport report = new ImportReport(screen, json, dry)) {
      return run(open, to, address, images, jobs, report, end);
    }
  }

  private int run(
      OpenSource open,
      Optional<Server> to,
      PlaceAddress address,
      MetadataMapping images,
      int jobs,
      ImportReport report,
      OrderlyEnd end)
      throws IOException {
    Path file = file(address);
    boolean isNew = !Files.exists(file);
    try (ImportState noted = ImportState.open(file)) {
      if (to.isEmpty()) {
        return ended(
            new ImportRun(open.source(), Optional.empty(), images, noted, report, end::asked),
            jobs,
            report);
      }
      try (ImagesClient client = new ImagesClient(to.get())) {
        FileUpload upload = new FileUpload(client, options.recipe());
        return ended(
            new ImportRun(open.source(), Optional.of(upload), images, noted, report, end::asked),
            jobs,
            report);
      }
    } finally {
      if (isNew && Files.exists(file) && Files.size(file) == 0) {
        Files.delete(file);
      }
    }
  }

  private int ended(ImportRun run, int jobs, ImportReport report) throws IOException {
    if (!run.run(jobs)) {
      report.interrupted();
      return ExitCode.INTERRUPTED;
    }
    report.finished();
    return report.isWhole() ? ExitCode.OK : ExitCode.SOME_REFUSED;
  }

  /// A dry run counts what is left for the server of the settings, if one is named.
  private Path file(PlaceAddress address) {
    Path chosen = state;
    if (chosen != null) {
      return chosen;
    }
    String url = server.url(Settings.platform()).toString();
    String id = Sha256.of(address.address() + "\n" + url).hex().substring(0, 12);
    return Path.of("tintype-import-" + id + ".jsonl");
  }
}
