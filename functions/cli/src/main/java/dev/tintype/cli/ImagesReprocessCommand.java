package dev.tintype.cli;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.WorkClient;
import dev.tintype.cli.images.GivenIds;
import dev.tintype.cli.images.ReprocessRun;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.server.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tintype images reprocess`.
@Command(
    name = "reprocess",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Make images anew from their stored originals.",
    description = {
      "",
      "Makes a version with the recipe as it is configured, as bulk work: uploads come first. A "
          + "version that is there already is not made again. For all images of a set, "
          + "'tintype reprocess --recipe' has a plan, a journal and a way back. Needs the scope "
          + "images:upload.",
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status (more in 'tintype --help'):%n",
    exitCodeList = {
      "0:Every request was accepted.",
      "2:An ID is wrong; nothing was requested.",
      "3:Some requests were refused.",
      "130:Interrupted by Ctrl-C; run the same command again to continue.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype images reprocess 01JD3Q8Z4N5V6W7X8Y9ZABCDEF --recipe card",
      "  tintype images list --recipe card --limit 0 | tintype images reprocess -",
    })
final class ImagesReprocessCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "The images; - reads them from standard input: the first word of each line.")
  private List<String> given = List.of();

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "The set to make, by the name of its recipe (default: the default set).")
  private @Nullable String recipe;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print only JSON, one object per line and image.")
  private boolean json;

  ImagesReprocessCommand() {}

  @Override
  public Integer call() throws IOException {
    Collection<String> ids =
        GivenIds.all(
            given, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    Screen screen = OutputOptions.lines(spec);
    try (OrderlyEnd end = new OrderlyEnd();
        ImagesClient client = new ImagesClient(server.server(Settings.platform()))) {
      end.by(Thread.currentThread()::interrupt);
      ReprocessRun run = new ReprocessRun(new WorkClient(client), screen, json);
      return run.run(ids, Optional.ofNullable(recipe)) == 0 ? ExitCode.OK : ExitCode.SOME_REFUSED;
    } catch (InterruptedException _) {
      screen.note("Interrupted. Run the same command again to go on.");
      return ExitCode.INTERRUPTED;
    }
  }
}
