package dev.tintype.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// The help of `tintype bench`. The script `tintype` runs the benchmarks itself.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    header = "Measure Tintype and compare it with its lower bound and with similar tools.",
    description = {"", "'tintype bench --help' lists the benchmarks."},
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  tintype bench run p12/fast --photos photos"})
final class BenchCommand implements Callable<Integer> {

  BenchCommand() {}

  @Override
  public Integer call() {
    System.err.println("tintype: start the benchmarks with the script ./tintype.");
    return ExitCode.USAGE;
  }
}
