package dev.tintype.cli;

import dev.tintype.cli.client.ImageStatus;
import dev.tintype.cli.client.ImagesClient;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.Settings;
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
    try (ImagesClient client = new ImagesClient(server.server(Settings.platform()))) {
      Optional<String> body = client.image(id);
      if (body.isEmpty()) {
        System.err.println(
            "tintype: there is no image " + HumanText.printable(id) + ", or it was erased.");
        return ExitCode.SOME_REFUSED;
      }
      if (json) {
        System.out.println(Json.write(Json.parse(body.get()).node()));
        return ExitCode.OK;
      }
      ImageStatus status = client.status(id).orElseThrow();
      String said =
          status.state()
              + " "
              + status.version()
              + status.reason().map(reason -> " " + reason).orElse("")
              + status.message().map(message -> ": " + message).orElse("");
      System.out.println(HumanText.printable(said));
      JsonObject image = Json.parse(body.get());
      if (image.has("sets")) {
        image.objects("sets").forEach(set -> System.out.println(HumanText.printable(said(set))));
      }
      return ExitCode.OK;
    }
  }

  private static String said(JsonObject set) {
    return "  %s: %s %s%s"
        .formatted(
            set.text("recipe"),
            set.text("state"),
            set.text("version"),
            set.bool("default") ? " (default)" : "");
  }
}
