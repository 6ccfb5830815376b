package dev.tintype.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.images.GivenEntries;
import dev.tintype.core.json.Json;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tintype images tag`.
@Command(
    name = "tag",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Change the metadata of an image.",
    description = {
      "",
      "Sets the given keys and leaves the others alone. A key is a lowercase letter and at most 39 "
          + "lowercase letters, digits, _ and -; a value has at most 256 characters. An image has at "
          + "most 16 keys. Needs the scope images:upload.",
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status (more in 'tintype --help'):%n",
    exitCodeList = {
      "0:The image has this metadata.",
      "2:A key or a value is wrong; nothing was changed.",
      "3:There is no such image, it was erased, or its metadata would be too large.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype images tag 01JD3Q8Z4N5V6W7X8Y9ZABCDEF album=42 rights=cc-by",
      "  tintype images tag 01JD3Q8Z4N5V6W7X8Y9ZABCDEF rights=",
    })
final class ImagesTagCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "ID", description = "The image.")
  private String id = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "The new value of a key; KEY= removes the key.")
  private List<String> given = List.of();

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print the server's answer as one line of JSON.")
  private boolean json;

  ImagesTagCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    ObjectNode metadata = Json.object();
    GivenEntries.changes(given).forEach((key, value) -> metadata.put(key, value.orElse(null)));
    ObjectNode body = Json.object();
    body.set("metadata", metadata);
    return LabelledImage.change(server, id, body, json);
  }
}
