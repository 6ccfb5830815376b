package dev.tintype.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `tintype test` as the help shows it; the script `tintype` runs Maven itself.
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    header = "Build everything and run all tests under a JDK 25.",
    description = {"", "Runs Maven's verify; further arguments are Maven's."},
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  tintype test", "  tintype test -pl functions/core"})
final class TestCommand implements Callable<Integer> {

  TestCommand() {}

  @Override
  public Integer call() {
    System.err.println("tintype: only the script tintype runs the tests.");
    return ExitCode.USAGE;
  }
}
