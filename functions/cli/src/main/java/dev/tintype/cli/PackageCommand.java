package dev.tintype.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The help of `tintype package`. The script `tintype` makes the bundle itself.
@Command(
    name = "package",
    mixinStandardHelpOptions = true,
    header = "Make a release bundle, which runs without a JDK, Maven and npm.",
    description = {
      "",
      "The bundle is tintype-VERSION-linux-x64.tar.gz, or -arm64 on such a machine. It holds "
          + "Tintype, a Java runtime, libvips and all licences, and runs in any folder, which may "
          + "be read-only. The same build and JDK give the same bytes, in a checkout at the same place.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  tintype package", "  tintype package --out releases"})
final class PackageCommand implements Callable<Integer> {

  /// Named for the help only.
  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder of the bundle, which is made (default: this folder).")
  private String out = "";

  PackageCommand() {}

  @Override
  public Integer call() {
    System.err.println("tintype: make the bundle for " + out + " with the script ./tintype.");
    return ExitCode.USAGE;
  }
}
