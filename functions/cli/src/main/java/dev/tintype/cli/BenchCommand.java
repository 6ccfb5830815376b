package dev.tintype.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `tintype bench` as the help shows it; the script `tintype` runs the benchmarks itself.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    header = "Measure Tintype against its own bound and against its peers.",
    description = {"", "'tintype bench --help' lists what can be measured."},
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  tintype bench run p12/fast --photos photos"})
final class BenchCommand implements Callable<Integer> {

  BenchCommand() {}

  @Override
  public Integer call() {
    System.err.println("tintype: only the script tintype runs the benchmarks.");
    return ExitCode.USAGE;
  }
}
