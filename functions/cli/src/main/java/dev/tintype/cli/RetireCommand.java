package dev.tintype.cli;

import dev.tintype.cli.change.Outcome;
import dev.tintype.cli.change.RetireOptions;
import dev.tintype.cli.change.Retirement;
import dev.tintype.cli.terminal.Screen;
import dev.tintype.server.settings.Settings;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype retire`: deletes the files of old versions that no set needs.
@Command(
    name = "retire",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Delete the files of old versions that no set needs.",
    description = {
      "",
      "After a change of a recipe or a new original, the files of the former version stay, so that "
          + "pages with old URLs work. This command deletes the files of versions that no set "
          + "shows or is waiting for. Originals stay, and a request can make such a version "
          + "again. A rollback to it is not possible any more. Works through the API of the "
          + "server; the token in TINTYPE_TOKEN needs images:read and images:erase.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype retire --older-than 30d --dry-run",
      "  tintype retire --older-than 30d --yes --rate 20/s",
      "  tintype retire --older-than 8w --recipe card --dry-run --json",
    })
final class RetireCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RetireOptions options = new RetireOptions();

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print only JSON, one object per line.")
  private boolean json;

  RetireCommand() {}

  @Override
  public Integer call() {
    Screen screen = OutputOptions.screen(spec);
    Outcome outcome =
        new Retirement(
                options, server.server(Settings.platform()), InstantSource.system(), screen, json)
            .run();
    return ExitCode.of(outcome);
  }
}
