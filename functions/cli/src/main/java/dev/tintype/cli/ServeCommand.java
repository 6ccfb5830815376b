package dev.tintype.cli;

import dev.tintype.cli.terminal.Interruption;
import dev.tintype.cli.terminal.Logs;
import dev.tintype.cli.terminal.QueuedErrors;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.json.Json;
import dev.tintype.core.port.TokenStore.Created;
import dev.tintype.render.sandbox.HiddenProcess;
import dev.tintype.render.sandbox.JailException;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.http.Limits;
import dev.tintype.server.run.OneMachine;
import dev.tintype.server.run.Plan;
import dev.tintype.server.run.Role;
import dev.tintype.server.run.Wiring;
import dev.tintype.server.settings.PlatformSettings;
import dev.tintype.server.settings.RecipeBook;
import dev.tintype.server.settings.Settings;
import dev.tintype.server.settings.Settings.InvalidSetting;
import dev.tintype.server.worker.WorkerCommandLine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tintype serve`: runs the whole platform on one machine, or the API of several.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Run the platform on this machine: API, uploads, files, console, workers.",
    description = {
      "",
      "All data is in one data folder. The first start without --json creates a token with "
          + "every scope and shows it once; 'tintype token' creates more. Ctrl-C finishes the "
          + "work under way and stops.",
      "",
      "Several servers may share one job store, queue and storage if these are on no local "
          + "disk. Each has a data folder of its own. One of them runs the loops for all.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype serve",
      "  tintype serve --port 0 --data /srv/images --json",
      "  TINTYPE_PUBLIC_URL=https://images.example tintype serve --host 0.0.0.0",
      "  tintype --env-file /etc/tintype.env serve --api-only",
    })
final class ServeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  private static final String MAIN = Tintype.class.getName();

  @Option(
      names = "--port",
      defaultValue = "8080",
      paramLabel = "N",
      description = "The port; 0 picks a free one.")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "The address to listen on (default: this machine only).")
  private String host = "";

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--api-only",
      description =
          "Start no workers: 'tintype worker' runs on other hosts. Print no token, except with "
              + "--json: 'tintype token create' makes one.")
  private boolean apiOnly;

  @Option(
      names = "--json",
      description =
          "When ready, print {\"url\":…,\"token\":…} as the first line. The token is valid for "
              + "this run, on this server.")
  private boolean json;

  ServeCommand() {}

  /// Renderers run as the server's user. Without Landlock, a compromised renderer could otherwise
  /// open the server's memory.
  private static void hideFromRenderers() {
    try {
      HiddenProcess.hide();
    } catch (JailException e) {
      System.getLogger("dev.tintype.serve")
          .log(System.Logger.Level.WARNING, "event=serve.not_hidden", e);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    QueuedErrors log = Logs.toStandardError(OutputOptions.of(spec));
    hideFromRenderers();
    Settings settings = Settings.read();
    PlatformSettings platform = Settings.platform();
    InetSocketAddress address = address(host, port);
    Settings.unknown().forEach(ServeCommand::warnOf);
    if (!apiOnly
        && settings.sandbox() == JailMode.OFF
        && !address.getAddress().isLoopbackAddress()) {
      throw new InvalidSetting(
          "TINTYPE_SANDBOX=off is refused on "
              + host
              + ": a server with unsandboxed renderers may only listen on this machine.");
    }
    Role role = apiOnly ? Role.API : Role.SERVE;
    Wiring wiring = new Wiring(settings, Wiring.tracing(role.code()));
    if (!apiOnly) {
      wiring.bundle();
    }
    DataFolder folder = data.folder(platform);
    CountDownLatch stopped = new CountDownLatch(1);
    try (OneMachine machine =
            OneMachine.start(
                plan(settings, platform, folder, address),
                wiring.notifier(platform.webhook()),
                wiring.context());
        Interruption _ = new Interruption(() -> stop(machine, log, stopped))) {
      announce(machine, folder);
      stopped.await();
    }
    return ExitCode.OK;
  }

  private static void stop(OneMachine machine, QueuedErrors log, CountDownLatch stopped)
      throws InterruptedException {
    machine.close();
    log.lastWords();
    stopped.countDown();
  }

  /// Names a setting that no command reads, such as a misspelt one.
  static void warnOf(String unknown) {
    System.getLogger("dev.tintype.settings")
        .log(System.Logger.Level.WARNING, () -> "event=settings.unknown name=" + unknown);
  }

  /// @return where to listen
  /// @throws InvalidSetting when the port is out of range, or the host is no address
  static InetSocketAddress address(String host, int port) {
    if (port < 0 || port > 65_535) {
      throw new InvalidSetting("--port must be 0 to 65535, not " + port + ".");
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException _) {
      throw new InvalidSetting("--host must be an address of this machine, not '" + host + "'.");
    }
  }

  private Plan plan(
      Settings settings, PlatformSettings platform, DataFolder folder, InetSocketAddress address) {
    WorkerCount workforce = WorkerCount.of(platform);
    RecipeBook recipes = RecipeBook.read(settings.recipes());
    return new Plan(
        apiOnly ? Role.API : Role.SERVE,
        folder,
        address,
        platform.publicUrl(),
        platform.filesUrl(),
        Settings.receipts(),
        recipes.forClients(),
        recipes.watermarks(),
        RenderRevision.CURRENT,
        apiOnly ? 0 : workforce.workers(),
        new WorkerCommandLine(
            MAIN,
            properties(settings),
            folder.root(),
            workforce.encoders(),
            /* onlyFresh= */ false,
            OutputOptions.of(spec).words()),
        Wiring.WORKER_GRACE,
        platform.webhook(),
        settings.libvips(),
        Settings.web(),
        Limits.USUAL);
  }

  static List<String> properties(Settings settings) {
    return settings.libvips().map(folder -> "tintype.libvips=" + folder).stream().toList();
  }

  private static Optional<Created> firstToken(OneMachine machine) {
    return machine.mayMakeFirstToken()
        ? AdminToken.first(machine.storedTokens())
        : Optional.empty();
  }

  /// Creates the first token only when it is shown. If the start fails before, no token exists that
  /// nobody has seen.
  private void announce(OneMachine machine, DataFolder folder) {
    if (json) {
      System.out.println(
          Json.write(
              Json.object().put("url", machine.url().toString()).put("token", machine.token())));
    } else {
      System.out.println("Tintype serves " + folder.root() + " at " + machine.url());
      if (!apiOnly) {
        announceTokens(machine);
      }
    }
    System.out.flush();
  }

  private String hint(String text) {
    return OutputOptions.of(spec).hasHints() ? text : "";
  }

  private void announceTokens(OneMachine machine) {
    System.out.println("Console, for this run: " + machine.url() + "/#token=" + machine.token());
    firstToken(machine)
        .ifPresent(created ->
            System.out.println(
                "Admin token (shown only now; the server stores its hash): "
                    + created.text()
                    + hint("\nIf you lose it, 'tintype token reset --admin' makes a new one.")));
  }
}
