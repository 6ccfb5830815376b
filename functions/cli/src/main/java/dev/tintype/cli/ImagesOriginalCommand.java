package dev.tintype.cli;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.OriginalDownload;
import dev.tintype.cli.client.OriginalDownload.Result;
import dev.tintype.cli.images.GivenIds;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tintype images original`.
@Command(
    name = "original",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Download the original of an image.",
    description = {
      "",
      "Saves the original of the version that the image shows, else of the latest one. The file "
          + "appears only when it is whole and has the SHA-256 that was declared at the upload. "
          + "Needs the scope images:read.",
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status (more in 'tintype --help'):%n",
    exitCodeList = {
      "0:The original is in the file.",
      "3:There is no such image or original, or it was erased; there is no file.",
      "5:What arrived has another SHA-256; there is no file.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tintype images original 01JD3Q8Z4N5V6W7X8Y9ZABCDEF --out photo.jpg"})
final class ImagesOriginalCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID", description = "The image.")
  private String id = "";

  @Mixin private OutOption out = new OutOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  ImagesOriginalCommand() {}

  @Override
  public Integer call() throws IOException {
    GivenIds.one(id);
    Path file = out.file();
    try (OrderlyEnd end = new OrderlyEnd();
        ImagesClient client = new ImagesClient(server.server(Settings.platform()))) {
      end.by(Thread.currentThread()::interrupt);
      return tell(file, new OriginalDownload(client).run(id, file.toAbsolutePath()));
    } catch (InterruptedException _) {
      OutputOptions.lines(spec).note("Interrupted. There is no file.");
      return ExitCode.INTERRUPTED;
    }
  }

  private int tell(Path file, Result result) {
    return switch (result) {
      case Result.Saved saved -> {
        System.out.println(
            json
                ? Json.write(
                    Json.object()
                        .put("id", id)
                        .put("file", file.toString())
                        .put("bytes", saved.bytes())
                        .put("sha256", saved.sha256().hex()))
                : HumanText.printable(
                    "%s, %s, SHA-256 as declared at the upload"
                        .formatted(file, HumanText.bytes(saved.bytes()))));
        yield ExitCode.OK;
      }
      case Result.Damaged damaged -> {
        System.err.println(
            "tintype: what arrived of %s has the SHA-256 %s, which no original of it has: 'tintype verify' checks the files of a server."
                .formatted(id, damaged.sha256().hex()));
        yield ExitCode.DAMAGED;
      }
      case Result.Refused no -> {
        System.err.println("tintype: " + id + ": " + HumanText.printable(no.refusal().detail()));
        yield ExitCode.SOME_REFUSED;
      }
    };
  }
}
