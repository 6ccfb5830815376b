package dev.tintype.cli;

import dev.tintype.cli.images.ImageLines;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import dev.tintype.server.settings.HumanText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tintype images show`.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Show the state, the sets and the variants of an image.",
    description = {"", "Needs the scope images:read."},
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status (more in 'tintype --help'):%n",
    exitCodeList = {
      "0:The image is shown, whatever its state.",
      "3:There is no such image or set, or the image was erased.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype images show 01JD3Q8Z4N5V6W7X8Y9ZABCDEF",
      "  tintype images show 01JD3Q8Z4N5V6W7X8Y9ZABCDEF --recipe card",
      "  tintype images show 01JD3Q8Z4N5V6W7X8Y9ZABCDEF --json | jq -r '.variants[].url'",
    })
final class ImagesShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ID", description = "The image.")
  private String id = "";

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "The set to show, by the name of its recipe (default: the default set).")
  private @Nullable String recipe;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print the server's whole answer as one line of JSON.")
  private boolean json;

  ImagesShowCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return ShownImage.show(server, id, Optional.ofNullable(recipe), this::tell);
  }

  private void tell(JsonObject image) {
    List<String> lines = json ? List.of(Json.write(image.node())) : ImageLines.of(image);
    lines.forEach(line -> System.out.println(HumanText.printable(line)));
  }
}
