package dev.tintype.cli;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.client.StoredImages;
import dev.tintype.cli.images.ErasureRun;
import dev.tintype.cli.images.GivenIds;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Question;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tintype images erase`.
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Erase images: their originals, all variants, and what is known of them.",
    description = {
      "",
      "The API tells nothing of an erased image any more; its files are deleted soon afterwards. "
          + "This cannot be undone. Copies in viewers' caches and in backups stay. The command "
          + "asks before it begins, unless --yes is given. It can be stopped and repeated. Needs "
          + "the scope images:erase.",
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status (more in 'tintype --help'):%n",
    exitCodeList = {
      "0:Every image is being erased or was erased before, or the answer was no.",
      "2:An ID is wrong, or --yes is missing where nobody can be asked; nothing was erased.",
      "3:Some images are not erased; the other ones are.",
      "130:Interrupted by Ctrl-C; run the same command again to continue.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype images erase 01JD3Q8Z4N5V6W7X8Y9ZABCDEF",
      "  tintype images list --state failed --limit 0 | tintype images erase - --yes",
    })
final class ImagesEraseCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "The images; - reads them from standard input: the first word of each line.")
  private List<String> given = List.of();

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print only JSON, one object per line and image.")
  private boolean json;

  ImagesEraseCommand() {}

  @Override
  public Integer call() throws IOException {
    Server to = server.server(Settings.platform());
    Collection<String> ids =
        GivenIds.all(
            given, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    if (!yes && !ids.isEmpty() && !isAgreed(ids.size(), to)) {
      System.err.println("Nothing was erased.");
      return ExitCode.OK;
    }
    try (OrderlyEnd end = new OrderlyEnd();
        ImagesClient client = new ImagesClient(to)) {
      end.by(Thread.currentThread()::interrupt);
      Screen screen = new Screen(System.out, System.err, 0);
      long failures = new ErasureRun(new StoredImages(client), screen, json).run(ids);
      return failures == 0 ? ExitCode.OK : ExitCode.SOME_REFUSED;
    } catch (InterruptedException _) {
      System.err.println("Interrupted. Run the same command again to go on.");
      return ExitCode.INTERRUPTED;
    }
  }

  private static boolean isAgreed(int images, Server to) {
    Optional<Question> question = Question.onTerminal();
    if (question.isEmpty()) {
      throw new InvalidSetting("Add --yes: there is no terminal to ask on. Nothing was erased.");
    }
    return question
        .get()
        .isAgreed(
            "Erase %s of %s? This cannot be undone."
                .formatted(HumanText.count(images, "image"), to.url()));
  }
}
