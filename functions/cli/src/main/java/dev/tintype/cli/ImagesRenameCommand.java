package dev.tintype.cli;

import dev.tintype.core.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tintype images rename`.
@Command(
    name = "rename",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Give an image another name.",
    description = {
      "",
      "The name is the one that people see in lists; URLs and files do not have it. Needs the scope "
          + "images:upload.",
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status (more in 'tintype --help'):%n",
    exitCodeList = {
      "0:The image has the name.",
      "3:There is no such image, it was erased, or the name is refused.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tintype images rename 01JD3Q8Z4N5V6W7X8Y9ZABCDEF harbour.jpg"})
final class ImagesRenameCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "ID", description = "The image.")
  private String id = "";

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description = "The new name, 1 to 255 characters; '' removes the name.")
  private String name = "";

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print the server's answer as one line of JSON.")
  private boolean json;

  ImagesRenameCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return LabelledImage.change(
        server, id, Json.object().put("name", name.isEmpty() ? null : name), json);
  }
}
