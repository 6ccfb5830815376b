package dev.tintype.cli;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.flow.Lookup;
import dev.tintype.core.flow.Tried;
import dev.tintype.core.flow.reprocess.Redrive.Redriven;
import dev.tintype.core.json.Json;
import dev.tintype.server.data.Backends;
import dev.tintype.server.run.Flows;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tintype redrive`: starts another run for an image that failed without a verdict on its bytes.
@Command(
    name = "redrive",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Process an image again that failed without a verdict on its bytes.",
    description = {
      "",
      "For a failure that GET /images/ID shows as redrivable: the decoder or the attempts failed. What "
          + "was refused for its bytes stays refused. Works on the data folder, beside the server.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  tintype redrive 01JD3Q8Z4N5V6W7X8Y9ZABCDEF --data /srv/images"})
final class RedriveCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "ID", description = "The image.")
  private String id = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "The version (default: the latest).")
  private @Nullable String version;

  @Mixin private DataOption data = new DataOption();

  @Option(names = "--json", description = "Print one line of JSON.")
  private boolean json;

  RedriveCommand() {}

  @Override
  public Integer call() {
    Wiring wiring = new Wiring(Settings.read());
    try (Backends backends = wiring.backends(data.existing(Settings.platform()))) {
      ImageId image = image();
      Optional<Version> wanted =
          Optional.ofNullable(version)
              .map(RedriveCommand::version)
              .or(() -> backends.jobs().image(image).flatMap(found -> found.latest()));
      Tried<Redriven> redriven =
          wanted
              .map(v -> new Flows(backends, wiring.context()).redrive().redrive(image, v))
              .orElseGet(Lookup.Unknown::new);
      return tell(redriven);
    }
  }

  private ImageId image() {
    if (!ImageId.isUlid(id)) {
      throw new InvalidSetting("An image ID has 26 letters and digits, not '" + id + "'.");
    }
    return new ImageId(id);
  }

  private static Version version(String text) {
    try {
      return new Version(text);
    } catch (IllegalArgumentException _) {
      throw new InvalidSetting("A version has 16 hex digits, not '" + text + "'.");
    }
  }

  private int tell(Tried<Redriven> redriven) {
    String said =
        switch (redriven) {
          case Lookup.Found<Redriven>(Redriven.Queued queued) ->
              "queued, run " + queued.record().run();
          case Lookup.Found<Redriven>(Redriven.NotYet _) ->
              "the files of its last run are being deleted: try again in a minute";
          case Lookup.Found<Redriven>(Redriven.Refused refused) ->
              "not redriven: its state is " + refused.state().code();
          case Lookup.Unknown<Redriven> _ -> "there is no such image or version";
          case Lookup.Gone<Redriven> _ -> "it was erased";
          case Tried.Contended<Redriven> _ ->
              "another process wrote at the same time: run the command again";
        };
    boolean queued = redriven.found().filter(Redriven.Queued.class::isInstance).isPresent();
    System.out.println(
        json
            ? Json.write(Json.object().put("id", id).put("queued", queued).put("message", said))
            : said);
    return queued ? ExitCode.OK : ExitCode.SOME_REFUSED;
  }
}
