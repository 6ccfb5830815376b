package dev.tintype.cli;

import dev.tintype.cli.sample.Landscape;
import dev.tintype.server.settings.HumanText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tintype sample`: makes a photo to try Tintype with.
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Make a JPEG that looks like a photo, to try Tintype with.",
    description = {
      "",
      "Paints a lake in front of mountains at dusk. The same seed gives the same picture."
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  tintype sample photo.jpg", "  tintype sample small.jpg --width 640 --seed 7"})
final class SampleCommand implements Callable<Integer> {

  private static final int WIDEST = 10_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The file to write; it must not exist.")
  private Path file = Path.of("");

  @Option(
      names = "--width",
      defaultValue = "4000",
      paramLabel = "PX",
      description = "The width in px, at a ratio of 4:3 (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "The seed of the picture (default: ${DEFAULT-VALUE}).")
  private long seed;

  SampleCommand() {}

  @Override
  public Integer call() throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    require(
        name.endsWith(".jpg") || name.endsWith(".jpeg"),
        "A sample is a JPEG: use a name ending in .jpg.");
    require(width >= 16 && width <= WIDEST, "--width must be 16 to " + WIDEST + " px.");
    require(!Files.exists(file), file + " exists already: choose another name.");
    Path folder = file.toAbsolutePath().getParent();
    require(folder != null && Files.isDirectory(folder), "There is no folder " + folder + ".");
    new Landscape(width, width * 3 / 4, seed).write(file);
    System.out.println(
        "%s, %d × %d px. Try: tintype process %s --out out"
            .formatted(name(), width, width * 3 / 4, name()));
    return ExitCode.OK;
  }

  private String name() {
    return HumanText.printable(file.toString());
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
