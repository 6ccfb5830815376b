package dev.tintype.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tintype receipt`: verifies receipts of erasures.
@Command(
    name = "receipt",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Verify receipts of erasures, and show or change the key that signs them.",
    description = {"", "'tintype images receipt' saves a receipt."},
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype receipt key > keys.json",
      "  tintype receipt verify receipt.json --key keys.json",
    },
    subcommands = {ReceiptVerifyCommand.class, ReceiptKeyCommand.class})
final class ReceiptCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  ReceiptCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
