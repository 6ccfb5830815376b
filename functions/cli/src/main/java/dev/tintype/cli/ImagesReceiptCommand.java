package dev.tintype.cli;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Receipts;
import dev.tintype.cli.client.Receipts.Answer;
import dev.tintype.cli.images.GivenIds;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tintype images receipt`.
@Command(
    name = "receipt",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Save the receipt of an erasure.",
    description = {
      "",
      "The server writes the receipt when no file of the image answers at its public URL any more. "
          + "'tintype receipt verify' verifies it. Needs the scope images:read.",
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status (more in 'tintype --help'):%n",
    exitCodeList = {
      "0:The receipt is in the file.",
      "3:There is no receipt, or not yet; there is no file.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tintype images receipt 01JD3Q8Z4N5V6W7X8Y9ZABCDEF --out receipt.json"})
final class ImagesReceiptCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "The image.")
  private String id = "";

  @Mixin private OutOption out = new OutOption();

  @Mixin private ServerOptions server = new ServerOptions();

  ImagesReceiptCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    GivenIds.one(id);
    Path file = out.file();
    try (ImagesClient client = new ImagesClient(server.server(Settings.platform()))) {
      return switch (new Receipts(client).find(id)) {
        case Answer.Found(String json) -> {
          Files.writeString(file, json, StandardOpenOption.CREATE_NEW);
          System.out.println(HumanText.printable("The receipt is in " + file + "."));
          yield ExitCode.OK;
        }
        case Answer.Refused no -> {
          System.err.println("tintype: " + id + ": " + HumanText.printable(no.refusal().detail()));
          yield ExitCode.SOME_REFUSED;
        }
      };
    }
  }
}
