package dev.tintype.cli;

import dev.tintype.core.json.Json;
import dev.tintype.core.port.JobQueue.Depth;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.Providers;
import dev.tintype.core.provider.QueueProvider;
import dev.tintype.server.settings.HumanText;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype queue`: prepares and shows the queue that `TINTYPE_QUEUE` names.
@Command(
    name = "queue",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Prepare the queue, or show how many messages wait.",
    description = {
      "",
      "The queue is the one that TINTYPE_QUEUE names. docs/queues.md compares the queues.",
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype --env-file tintype.env queue init",
      "  tintype queue show --json",
    },
    subcommands = {QueueCommand.Init.class, QueueCommand.Show.class})
final class QueueCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  QueueCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static <T> T ask(PlatformSettings settings, Function<QueueProvider, T> question) {
    try {
      return question.apply(Providers.of(QueueProvider.class, settings.addresses().queue()));
    } catch (InvalidAddress e) {
      throw e.of(PlatformSettings.QUEUE);
    } catch (IllegalStateException e) {
      throw new InvalidSetting(PlatformSettings.QUEUE + ": " + e.getMessage() + ".", e);
    }
  }

  /// `tintype queue init`.
  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      header = "Make what the queue needs on its server.",
      description = {
        "",
        "Makes streams, consumers or topics that are missing. What is there stays as it is: if it "
            + "is not as Tintype needs it, the command says what to change and exits with 2. It "
            + "may run any number of times. SQLite, PostgreSQL and Redis need no preparation.",
      },
      optionListHeading = "%nOptions:%n",
      footerHeading = "%nExamples:%n",
      footer = {"  tintype --env-file tintype.env queue init"})
  static final class Init implements Callable<Integer> {

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    Init() {}

    @Override
    public Integer call() {
      PlatformSettings settings = Settings.platform();
      List<String> done = ask(settings, queue -> queue.init(settings.addresses().queue()));
      if (json) {
        var line = Json.object();
        done.forEach(line.putArray("done")::add);
        System.out.println(Json.write(line));
      } else if (done.isEmpty()) {
        System.out.println("This queue needs no preparation.");
      } else {
        done.forEach(sentence -> System.out.println(HumanText.printable(sentence)));
      }
      return ExitCode.OK;
    }
  }

  /// `tintype queue show`.
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      header = "Show how many messages wait, are hidden, or were given up.",
      description = {
        "",
        "A hidden message is one that a worker has, or that is delayed. The server looks at given "
            + "up messages itself, and tries their versions again.",
      },
      optionListHeading = "%nOptions:%n",
      footerHeading = "%nExamples:%n",
      footer = {"  tintype queue show", "  tintype queue show --json | jq .visible"})
  static final class Show implements Callable<Integer> {

    @Mixin private DataOption data = new DataOption();

    @Option(names = "--json", description = "Print one line of JSON.")
    private boolean json;

    Show() {}

    @Override
    public Integer call() {
      PlatformSettings settings = Settings.platform();
      Depth depth = ask(settings, queue -> depth(settings, queue));
      System.out.println(json ? line(depth) : text(depth));
      return ExitCode.OK;
    }

    private Depth depth(PlatformSettings settings, QueueProvider queue) {
      String address = settings.addresses().queue();
      var folder =
          settings.addresses().areRemote() ? data.folder(settings) : data.existing(settings);
      try (Opening opening =
          new Opening(folder.root(), InstantSource.system(), new SecureRandom())) {
        return queue.queue(address, opening).depth();
      }
    }

    private static String line(Depth depth) {
      return Json.write(
          Json.object()
              .put("visible", depth.visible())
              .put("hidden", depth.hidden())
              .put("dead", depth.dead())
              .put("bulkVisible", depth.bulkVisible())
              .put("bulkHidden", depth.bulkHidden()));
    }

    private static String text(Depth depth) {
      return """
      waiting   %d, %d of them in the bulk lane
      hidden    %d, %d of them in the bulk lane
      given up  %d\
      """
          .formatted(
              depth.visible(),
              depth.bulkVisible(),
              depth.hidden(),
              depth.bulkHidden(),
              depth.dead());
    }
  }
}
