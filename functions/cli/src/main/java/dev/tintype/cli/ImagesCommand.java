package dev.tintype.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tintype images`: works with the images of a server.
@Command(
    name = "images",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header =
        "List, show, label, reprocess and erase the images of a server, or download originals.",
    description = {"", "Works through the API. The token comes from TINTYPE_TOKEN."},
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype images list --state failed",
      "  tintype images show 01JD3Q8Z4N5V6W7X8Y9ZABCDEF",
      "  tintype images tag 01JD3Q8Z4N5V6W7X8Y9ZABCDEF album=42",
      "  tintype images erase 01JD3Q8Z4N5V6W7X8Y9ZABCDEF",
      "  tintype images original 01JD3Q8Z4N5V6W7X8Y9ZABCDEF --out photo.jpg",
      "  tintype images receipt 01JD3Q8Z4N5V6W7X8Y9ZABCDEF --out receipt.json",
    },
    subcommands = {
      ImagesListCommand.class,
      ImagesShowCommand.class,
      ImagesRenameCommand.class,
      ImagesTagCommand.class,
      ImagesEraseCommand.class,
      ImagesOriginalCommand.class,
      ImagesReceiptCommand.class,
      ImagesReprocessCommand.class
    })
final class ImagesCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  ImagesCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
