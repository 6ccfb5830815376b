package dev.tintype.cli;

import dev.tintype.cli.client.ImagesClient;
import dev.tintype.cli.client.StoredImages;
import dev.tintype.cli.images.GivenEntries;
import dev.tintype.cli.images.Listing;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype images list`.
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "List images, newest first.",
    description = {
      "",
      "A line has the ID, the state, the time of the upload's start, the recipe of the default "
          + "set, and the image's name. Erased images are not listed. Needs the scope images:read.",
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status (more in 'tintype --help'):%n",
    exitCodeList = {
      "0:Every image was listed, or as many as --limit allows.",
      "3:The server cannot read some images; standard error has their IDs.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype images list --state failed",
      "  tintype images list --metadata album=42",
      "  tintype images list --limit 0 --json | jq -r .id",
      "  tintype images list --recipe card --limit 1000",
    })
final class ImagesListCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  /// The states of the API.
  static final class States implements Iterable<String> {
    private static final List<String> ALL =
        List.of(
            "awaiting_upload",
            "queued",
            "processing",
            "ready",
            "failed",
            "superseded",
            "expired",
            "retired");

    States() {}

    @Override
    public Iterator<String> iterator() {
      return ALL.iterator();
    }
  }

  @Option(
      names = "--state",
      paramLabel = "STATE",
      completionCandidates = States.class,
      description = "Only images whose latest version is in this state: ${COMPLETION-CANDIDATES}.")
  private @Nullable String state;

  @Option(
      names = "--metadata",
      paramLabel = "KEY=VALUE",
      description = "Only images whose metadata has this value.")
  private @Nullable String metadata;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "Only images whose default set is of this recipe.")
  private @Nullable String recipe;

  @Option(
      names = "--limit",
      defaultValue = "50",
      paramLabel = "N",
      description = "List at most so many; 0 for all (default: ${DEFAULT-VALUE}).")
  private long limit;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--json",
      description = "Print the server's description of each image as one line of JSON.")
  private boolean json;

  ImagesListCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (state != null && !States.ALL.contains(state)) {
      throw new InvalidSetting(
          "--state must be one of " + String.join(", ", States.ALL) + ", not '" + state + "'.");
    }
    if (limit < 0) {
      throw new InvalidSetting("--limit must be 0 or more, not " + limit + ".");
    }
    Listing.Wanted wanted =
        new Listing.Wanted(
            new StoredImages.Filter(
                Optional.ofNullable(state), Optional.ofNullable(metadata).map(GivenEntries::one)),
            Optional.ofNullable(recipe),
            limit == 0 ? Optional.empty() : Optional.of(limit));
    try (ImagesClient client = new ImagesClient(server.server(Settings.platform()))) {
      Screen screen = OutputOptions.lines(spec);
      Listing.Told told = new Listing(new StoredImages(client), screen, json).run(wanted);
      if (told.more() && !json) {
        screen.note("There may be more images: --limit N lists more, --limit 0 all.");
      }
      return told.unreadable() == 0 ? ExitCode.OK : ExitCode.SOME_REFUSED;
    }
  }
}
