package dev.tintype.server.cli;

import dev.tintype.backends.sqlite.TokenStore;
import dev.tintype.core.RenderRevision;
import dev.tintype.core.api.Scope;
import dev.tintype.core.json.Json;
import dev.tintype.render.sandbox.JailMode;
import dev.tintype.server.PlatformSettings;
import dev.tintype.server.RecipeBook;
import dev.tintype.server.Settings;
import dev.tintype.server.Settings.InvalidSetting;
import dev.tintype.server.Wiring;
import dev.tintype.server.data.Backends;
import dev.tintype.server.data.DataFolder;
import dev.tintype.server.http.Limits;
import dev.tintype.server.run.OneMachine;
import dev.tintype.server.run.Plan;
import dev.tintype.server.worker.WorkerCommandLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tintype serve`: the whole platform on one machine.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Run the platform on this machine: API, uploads, files, console, workers.",
    description = {
      "",
      "Everything is kept in one data folder. The first start makes a token with every scope and "
          + "shows it once; 'tintype token' makes others. Ctrl-C finishes what is under way.",
    },
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tintype serve",
      "  tintype serve --port 0 --data /srv/images --json",
      "  TINTYPE_PUBLIC_URL=https://images.example tintype serve --host 0.0.0.0",
    })
final class ServeCommand implements Callable<Integer> {

  private static final String MAIN = Tintype.class.getName();

  @Option(
      names = "--port",
      defaultValue = "8080",
      paramLabel = "N",
      description = "The port; 0 for any that is free.")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "The address to listen at: this machine alone, unless set.")
  private String host = "";

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--json",
      description =
          "The first line, once ready, is {\"url\":…,\"token\":…}, the token for this run.")
  private boolean json;

  ServeCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    letDatabaseCallsWait();
    QueuedErrors log = Logs.toStandardError();
    Settings settings = Settings.read();
    PlatformSettings platform = Settings.platform();
    InetSocketAddress address = address();
    if (settings.sandbox() == JailMode.OFF && !address.getAddress().isLoopbackAddress()) {
      throw new InvalidSetting(
          "TINTYPE_SANDBOX=off is refused on "
              + host
              + ": only this machine may reach a server"
              + " whose renderers are not confined.");
    }
    Wiring wiring = new Wiring(settings);
    wiring.bundle();
    DataFolder folder = data.folder(platform);
    Optional<String> adminToken = adminToken(wiring, folder);
    CountDownLatch stopped = new CountDownLatch(1);
    try (OneMachine machine =
            OneMachine.start(
                plan(settings, platform, folder, address),
                wiring.notifier(platform.webhook()),
                wiring.surroundings());
        Interruption _ = new Interruption(() -> stop(machine, log, stopped))) {
      announce(machine, folder, adminToken);
      stopped.await();
    }
    return ExitCode.OK;
  }

  /// Calls into SQLite hold the thread that carries a virtual thread; a few more of those let other
  /// requests go on meanwhile. Read when the first virtual thread starts.
  private static void letDatabaseCallsWait() {
    System.setProperty("jdk.virtualThreadScheduler.parallelism", "16");
  }

  private static void stop(OneMachine machine, QueuedErrors log, CountDownLatch stopped)
      throws InterruptedException {
    machine.close();
    log.lastWords();
    stopped.countDown();
  }

  private InetSocketAddress address() {
    if (port < 0 || port > 65_535) {
      throw new InvalidSetting("--port is 0 to 65535, not " + port + ".");
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException _) {
      throw new InvalidSetting("--host is an address of this machine, not '" + host + "'.");
    }
  }

  private Plan plan(
      Settings settings, PlatformSettings platform, DataFolder folder, InetSocketAddress address) {
    Workforce workforce = Workforce.of(platform);
    return new Plan(
        folder,
        address,
        platform.publicUrl(),
        platform.filesUrl(),
        RecipeBook.read(settings.recipes()).forClients(),
        RenderRevision.CURRENT,
        workforce.workers(),
        new WorkerCommandLine(MAIN, properties(settings), folder.root(), workforce.encoders()),
        Wiring.WORKER_GRACE,
        platform.webhook(),
        settings.libvips(),
        Settings.web(),
        Limits.USUAL);
  }

  private static List<String> properties(Settings settings) {
    return settings.libvips().map(folder -> "tintype.libvips=" + folder).stream().toList();
  }

  /// Makes the first token, when there is none yet.
  private static Optional<String> adminToken(Wiring wiring, DataFolder folder) {
    try (Backends backends = wiring.backends(folder)) {
      if (!backends.tokens().list().isEmpty()) {
        return Optional.empty();
      }
      Set<String> scopes = Arrays.stream(Scope.values()).map(Scope::id).collect(Collectors.toSet());
      TokenStore.Created created = backends.tokens().create("admin", scopes, Optional.empty());
      return Optional.of(created.text());
    }
  }

  private void announce(OneMachine machine, DataFolder folder, Optional<String> adminToken) {
    if (json) {
      System.out.println(
          Json.write(
              Json.object().put("url", machine.url().toString()).put("token", machine.token())));
      System.out.flush();
    } else {
      System.out.println("Tintype serves " + folder.root() + " at " + machine.url());
      System.out.println("Console, for this run: " + machine.url() + "/#token=" + machine.token());
      adminToken.ifPresent(
          token -> System.out.println("Admin token, shown this once, kept hashed: " + token));
    }
  }
}
