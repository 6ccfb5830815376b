package dev.tintype.cli;

import dev.tintype.cli.images.ImageLines;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.server.settings.HumanText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tintype status`: shows the state of an image.
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Show the state of an image.",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype status 01JD3Q8Z4N5V6W7X8Y9ZABCDEF",
      "  tintype status 01JD3Q8Z4N5V6W7X8Y9ZABCDEF --json | jq '.variants[].url'"
    })
final class StatusCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "The image.")
  private String id = "";

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print the server's whole answer as one line of JSON.")
  private boolean json;

  StatusCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return ShownImage.show(server, id, Optional.empty(), this::tell);
  }

  private void tell(JsonObject image) {
    if (json) {
      System.out.println(HumanText.printable(Json.write(image.node())));
      return;
    }
    String said =
        image.text("state")
            + " "
            + image.text("version")
            + image.optionalText("reason").map(reason -> " " + reason).orElse("")
            + image.optionalText("message").map(message -> ": " + message).orElse("");
    System.out.println(HumanText.printable(said));
    if (image.has("sets")) {
      image
          .objects("sets")
          .forEach(set -> System.out.println(HumanText.printable("  " + ImageLines.set(set))));
    }
  }
}
