package dev.tintype.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tintype.cli.change.ChangeOptions;
import dev.tintype.cli.change.RecipeChange;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.core.ImageId;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.flow.reprocess.OlderFailures;
import dev.tintype.core.flow.reprocess.Reprocess;
import dev.tintype.core.flow.reprocess.Reprocess.Reprocessed;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.Lane;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Failed;
import dev.tintype.server.data.Backends;
import dev.tintype.server.run.Flows;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.RecipeBook;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tintype reprocess`: moves images to a changed recipe and back, and makes new versions of stored
/// originals that an older render revision rejected.
@Command(
    name = "reprocess",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Move images to a changed recipe, or reprocess what an older release rejected.",
    description = {
      "",
      "With --recipe, the command works through the API of the server and on all images that have "
          + "this set. The token comes from TINTYPE_TOKEN. docs/changing-recipes.md tells how to "
          + "change a recipe.",
      "",
      "Without --recipe: a newer release may accept images that an older one rejected. Without an ID, the command "
          + "lists images whose latest version was rejected for its bytes under an older "
          + "revision. --all makes a new version of each from its stored original, as bulk work: "
          + "uploads come first. The command works directly on the data folder; the server may "
          + "keep running. For failures without a verdict, use 'tintype redrive'.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype reprocess --recipe card --plan --processors 4",
      "  tintype reprocess --recipe card --apply --canary 1%%",
      "  tintype reprocess --recipe card --apply --rate 5/s",
      "  tintype reprocess --recipe card --rollback",
      "  tintype reprocess --data /srv/images",
      "  tintype reprocess --all",
      "  tintype reprocess 01JD3Q8Z4N5V6W7X8Y9ZABCDEF",
    })
final class ReprocessCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  private static final int PAGE = 200;

  @Parameters(
      index = "0..*",
      arity = "0..*",
      paramLabel = "ID",
      description = "Images to reprocess, in any state.")
  private List<String> ids = new ArrayList<>();

  @Option(names = "--all", description = "Reprocess every listed image.")
  private boolean all;

  @Mixin private DataOption data = new DataOption();

  @Mixin private ChangeOptions change = new ChangeOptions();

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--json",
      description =
          "Print only JSON. With --recipe: one line for each image that failed or was refused, and "
              + "one line with the sums at the end. Without: one line for each image.")
  private boolean json;

  ReprocessCommand() {}

  @Override
  public Integer call() throws IOException {
    if (change.areGiven()) {
      return changed();
    }
    if (all && !ids.isEmpty()) {
      throw new InvalidSetting("Name images or use --all, not both.");
    }
    List<ImageId> images = ids.stream().map(ReprocessCommand::image).toList();
    PlatformSettings platform = Settings.platform();
    Settings settings = Settings.read();
    Wiring wiring = new Wiring(settings);
    try (Backends backends = wiring.backends(data.existing(platform))) {
      Reprocess reprocess =
          new Flows(backends, wiring.context())
              .reprocess(RecipeBook.read(settings.recipes()).forClients(), RenderRevision.CURRENT);
      return images.isEmpty() ? older(backends, reprocess) : named(images, reprocess);
    }
  }

  private int changed() throws IOException {
    if (all || !ids.isEmpty()) {
      throw new InvalidSetting("--recipe is for all images of a set: leave ID and --all out.");
    }
    Screen screen = OutputOptions.screen(spec);
    return ExitCode.of(
        new RecipeChange(
                change, server.server(Settings.platform()), InstantSource.system(), screen, json)
            .run());
  }

  private static ImageId image(String id) {
    if (!ImageId.isUlid(id)) {
      throw new InvalidSetting("An image ID has 26 letters and digits, not '" + id + "'.");
    }
    return new ImageId(id);
  }

  private int named(List<ImageId> images, Reprocess reprocess) {
    boolean refused = false;
    for (ImageId image : images) {
      Tried<Reprocessed> reprocessed = reprocess.reprocess(image, Optional.empty());
      say(Json.object().put("id", image.value()), image.value(), Optional.of(reprocessed));
      refused |= queued(reprocessed).isEmpty();
    }
    return refused ? ExitCode.SOME_REFUSED : ExitCode.OK;
  }

  private int older(Backends backends, Reprocess reprocess) {
    OlderFailures failures = new OlderFailures(backends.jobs(), RenderRevision.CURRENT);
    int found = 0;
    int queued = 0;
    int unreadable = 0;
    Optional<ImageId> cursor = Optional.empty();
    do {
      OlderFailures.Part part = failures.part(cursor, PAGE);
      for (VersionRecord record : part.failures()) {
        found++;
        Optional<Tried<Reprocessed>> reprocessed =
            all
                ? Optional.of(
                    reprocess.reprocess(record.job().imageId(), Optional.empty(), false, Lane.BULK))
                : Optional.empty();
        queued += reprocessed.flatMap(ReprocessCommand::queued).isPresent() ? 1 : 0;
        tell(record, reprocessed);
      }
      part.unreadable().forEach(ReprocessCommand::tell);
      unreadable += part.unreadable().size();
      cursor = part.next();
    } while (cursor.isPresent());
    if (!json) {
      System.out.println(sum(found, queued));
    }
    boolean refused = all && queued < found;
    return refused || unreadable > 0 ? ExitCode.SOME_REFUSED : ExitCode.OK;
  }

  private String sum(int found, int queued) {
    String images = HumanText.count(found, "image") + " rejected by an older render revision";
    if (all) {
      return images + ", " + queued + " queued";
    }
    return found == 0 ? images : images + "; --all reprocesses them";
  }

  private void tell(VersionRecord record, Optional<Tried<Reprocessed>> reprocessed) {
    String reason = record.state() instanceof Failed failed ? failed.reason().code() : "";
    ObjectNode line =
        Json.object()
            .put("id", record.job().imageId().value())
            .put("version", record.job().version().value())
            .put("reason", reason)
            .put("renderRevision", record.job().renderRevision().text());
    String text =
        "%s  %-22s revision %s"
            .formatted(record.job().imageId(), reason, record.job().renderRevision());
    say(line, text, reprocessed);
  }

  private static void tell(Unreadable record) {
    System.err.println(
        HumanText.printable(
            "tintype: the record of %s %s cannot be read: %s"
                .formatted(record.kind().code(), record.key(), record.why())));
  }

  private void say(ObjectNode line, String text, Optional<Tried<Reprocessed>> reprocessed) {
    reprocessed.ifPresent(answer -> {
      line.put("queued", queued(answer).isPresent()).put("message", said(answer));
      queued(answer).ifPresent(record -> line.put("successor", record.job().version().value()));
    });
    System.out.println(
        json ? Json.write(line) : text + reprocessed.map(r -> "  " + said(r)).orElse(""));
  }

  private static Optional<VersionRecord> queued(Tried<Reprocessed> reprocessed) {
    return reprocessed.found().orElse(null) instanceof Reprocessed.Queued(VersionRecord record)
        ? Optional.of(record)
        : Optional.empty();
  }

  private static String said(Tried<Reprocessed> reprocessed) {
    return switch (reprocessed) {
      case Lookup.Found<Reprocessed>(Reprocessed.Queued queued) ->
          "queued as version " + queued.record().job().version();
      case Lookup.Found<Reprocessed>(Reprocessed.Exists exists) ->
          "this version exists already, in state " + exists.record().state().code();
      case Lookup.Found<Reprocessed>(Reprocessed.CleaningUp _) ->
          "the files of this version are being deleted: try again in some minutes";
      case Lookup.Found<Reprocessed>(Reprocessed.NoOriginal _) ->
          "its original is not stored: upload it again";
      case Lookup.Unknown<Reprocessed> _ -> "there is no such image";
      case Lookup.Gone<Reprocessed> _ -> "it was erased";
      case Tried.Contended<Reprocessed> _ ->
          "another process wrote at the same time: run the command again";
    };
  }
}
