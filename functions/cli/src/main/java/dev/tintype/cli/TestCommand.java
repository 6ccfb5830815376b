package dev.tintype.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// The help of `tintype test`. The script `tintype` runs Maven itself.
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    header = "Build everything and run all tests with JDK 25.",
    description = {"", "Runs 'mvn verify'; further arguments are passed to Maven."},
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  tintype test", "  tintype test -pl functions/core"})
final class TestCommand implements Callable<Integer> {

  TestCommand() {}

  @Override
  public Integer call() {
    System.err.println("tintype: start the tests with the script ./tintype.");
    return ExitCode.USAGE;
  }
}
