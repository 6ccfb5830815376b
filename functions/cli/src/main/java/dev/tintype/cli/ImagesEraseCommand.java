package dev.tintype.cli;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.Server;
import dev.tintype.cli.client.StoredImages;
import dev.tintype.cli.images.ErasureRun;
import dev.tintype.cli.images.GivenEntries;
import dev.tintype.cli.images.GivenIds;
import dev.tintype.cli.images.Lookups;
import dev.tintype.cli.images.Matches;
import dev.tintype.cli.terminal.OrderlyEnd;
import dev.tintype.cli.terminal.Question;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import dev.tintype.core.json.Json;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
      "0:Every image is being erased or was erased before, or would be with --dry-run, or the "
          + "answer was no.",
      "2:An ID is wrong, or --yes is missing where nobody can be asked; nothing was erased.",
      "3:Some images are not erased, or cannot be read; the other ones are erased. With "
          + "--dry-run: some would not be erased.",
      "130:Interrupted by Ctrl-C; run the same command again to continue.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype images erase 01JD3Q8Z4N5V6W7X8Y9ZABCDEF",
      "  tintype images erase --metadata album=42 --dry-run",
      "  tintype images erase --digest $(sha256sum < photo.jpg | cut -c-64)",
      "  tintype images list --state failed --limit 0 | tintype images erase - --yes",
    })
final class ImagesEraseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "The images; - reads them from standard input: the first word of each line.")
  private List<String> given = List.of();

  @Option(
      names = "--digest",
      paramLabel = "SHA256",
      description =
          "Every image that has, or had, an original with this SHA-256 (64 hex digits). Asks the "
              + "server once for each of its images.")
  private @Nullable String digest;

  @Option(
      names = "--metadata",
      paramLabel = "KEY=VALUE",
      description =
          "Every image whose metadata has this value. Each is looked at again before it is erased.")
  private @Nullable String metadata;

  @Option(
      names = "--dry-run",
      description =
          "Erase nothing; print the IDs, and their number to standard error. Each ID that you name "
              + "is looked up, which needs the scope images:read.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print only JSON, one object per line and image.")
  private boolean json;

  ImagesEraseCommand() {}

  /// Finds the images of which the command is told.
  private interface Search {
    Matches.Found in(Matches matches) throws IOException, InterruptedException;
  }

  @Override
  public Integer call() throws IOException {
    Search search = search();
    Server to = server.server(Settings.platform());
    if (given.isEmpty() && !yes && !dryRun) {
      // A search may take long; who cannot be asked is told before it.
      question();
    }
    Screen screen = OutputOptions.lines(spec);
    try (OrderlyEnd end = new OrderlyEnd();
        ImagesClient client = new ImagesClient(to)) {
      end.by(Thread.currentThread()::interrupt);
      StoredImages images = new StoredImages(client);
      Matches.Found found = search.in(new Matches(client, screen));
      if (dryRun && !given.isEmpty()) {
        found = new Lookups(images, screen).of(found.ids());
      }
      if (dryRun) {
        show(found, screen);
      } else if (yes || found.ids().isEmpty() || isAgreed(found, to)) {
        return code(erase(new ErasureRun(images, screen, json), found.ids()) + found.unreadable());
      } else {
        screen.note("Nothing was erased.");
      }
      return code(found.unreadable());
    } catch (InterruptedException _) {
      screen.note("Interrupted. Run the same command again to go on.");
      return ExitCode.INTERRUPTED;
    }
  }

  private long erase(ErasureRun run, Collection<String> ids) throws InterruptedException {
    return metadata == null ? run.run(ids) : run.run(ids, GivenEntries.one(metadata));
  }

  private static int code(long failures) {
    return failures == 0 ? ExitCode.OK : ExitCode.SOME_REFUSED;
  }

  private Search search() {
    long ways = Stream.of(digest, metadata).filter(Objects::nonNull).count();
    if (ways + (given.isEmpty() ? 0 : 1) != 1) {
      throw new InvalidSetting(
          "Name the images in one way: by their IDs, by --digest or by --metadata.");
    }
    if (digest != null) {
      Sha256 sha256 = sha256(digest);
      return matches -> matches.of(sha256);
    }
    if (metadata != null) {
      Metadata.Entry entry = GivenEntries.one(metadata);
      return matches -> matches.with(entry);
    }
    return _ -> new Matches.Found(GivenIds.all(given, input()), 0);
  }

  private static BufferedReader input() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }

  private static Sha256 sha256(String text) {
    try {
      return new Sha256(text);
    } catch (IllegalArgumentException _) {
      throw new InvalidSetting(
          "--digest must be 64 lowercase hex digits, as sha256sum prints them, not '"
              + text
              + "'.");
    }
  }

  private void show(Matches.Found found, Screen screen) {
    found
        .ids()
        .forEach(id ->
            screen.line(
                json ? Json.write(Json.object().put("id", id).put("state", "untouched")) : id));
    screen.note(
        HumanText.count(found.ids().size(), "image") + " would be erased. Nothing was erased.");
  }

  private static Question question() {
    return Question.onTerminal()
        .orElseThrow(() ->
            new InvalidSetting("Add --yes: there is no terminal to ask on. Nothing was erased."));
  }

  private static boolean isAgreed(Matches.Found found, Server to) {
    return question()
        .isAgreed(
            "Erase %s of %s? This cannot be undone."
                .formatted(HumanText.count(found.ids().size(), "image"), to.url()));
  }
}
