package dev.tintype.chaos;

import dev.tintype.chaos.stack.Receiver;
import dev.tintype.core.Encoding;
import dev.tintype.core.Format;
import dev.tintype.core.Recipe;
import dev.tintype.core.Size;
import dev.tintype.core.SmallRecipe;
import dev.tintype.core.json.Json;
import dev.tintype.render.launch.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Two API hosts, and a host of four worker processes, all of them real commands, over one job
/// store, one storage and the queue that is set at their start. For use by one thread.
final class Fleet implements AutoCloseable {

  /// What is made of each image: two sizes without AVIF, which would take most of the time.
  static final Recipe PAIR =
      new Recipe(
          "pair",
          Size.widths(64, 128),
          Map.of(
              Format.WEBP, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0)),
              Format.JPEG, List.of(new Encoding(Encoding.ANY_WIDTH, 50, 0))),
          "#ffffff",
          true);

  private static final String WORKERS = "4";
  private static final List<String> API = List.of("api-1", "api-2");

  private final Path folder;
  private final String libvips;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<Process> running = new ArrayList<>();

  /// @param folder for data, logs and temporary files
  /// @param libvips the folder with libvips
  /// @param settings job store, storage and its credentials
  /// @param receiver is told what became of each image
  Fleet(Path folder, String libvips, Map<String, String> settings, Receiver receiver)
      throws IOException {
    this.folder = folder;
    this.libvips = libvips;
    Files.createDirectories(folder.resolve("tmp"));
    Path recipes = Files.writeString(folder.resolve("recipes.json"), SmallRecipe.file(PAIR));
    environment.putAll(settings);
    environment.put("TINTYPE_RECIPES", recipes.toString());
    environment.put("TINTYPE_WEBHOOK_URL", receiver.url());
    environment.put("TINTYPE_WEBHOOK_SECRET", Receiver.SECRET);
    environment.put("TINTYPE_WEBHOOK_PRIVATE", "allow");
    for (String _ : API) {
      ports.add(freePort());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    }
  }

  /// @return where the API hosts answer, also after a new start
  List<URI> urls() {
    return ports.stream().map(port -> URI.create("http://127.0.0.1:" + port)).toList();
  }

  /// Starts every host, and waits until each is ready.
  ///
  /// @param queue the address that all of them get
  void start(String queue) throws IOException {
    environment.put("TINTYPE_QUEUE", queue);
    for (int i = 0; i < API.size(); i++) {
      awaitLine(
          started(
              Launch.SERVE,
              API.get(i),
              List.of("serve", "--api-only", "--json", "--port", Integer.toString(ports.get(i)))));
    }
    awaitLine(started(Launch.SHORT, "worker", List.of("worker", "--workers", WORKERS)));
  }

  private Process started(Launch launch, String name, List<String> words) throws IOException {
    Process process = command(launch, name, words).start();
    running.add(process);
    return process;
  }

  private void awaitLine(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    if (out.readLine() == null) {
      throw new IllegalStateException("a host does not start: see the logs in " + folder);
    }
  }

  private ProcessBuilder command(Launch launch, String name, List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--data", folder.resolve(name).toString()));
    List<String> properties =
        List.of("java.io.tmpdir=" + folder.resolve("tmp"), "tintype.libvips=" + libvips);
    ProcessBuilder builder =
        new ProcessBuilder(launch.words(properties, "dev.tintype.cli.Tintype", all))
            .redirectError(Redirect.appendTo(folder.resolve(name + ".log").toFile()));
    builder.environment().putAll(environment);
    return builder;
  }

  /// Makes a token for every API host.
  String token() throws IOException, InterruptedException {
    Process process =
        command(Launch.SHORT, API.getFirst(), List.of("token", "create", "--json")).start();
    String line = process.inputReader(StandardCharsets.UTF_8).readLine();
    if (process.waitFor() != 0 || line == null) {
      throw new IllegalStateException("no token: see the logs in " + folder);
    }
    return Json.parse(line).text("token");
  }

  /// Makes what a queue needs on its server.
  ///
  /// @return the exit status
  int init(String queue) throws IOException, InterruptedException {
    environment.put("TINTYPE_QUEUE", queue);
    ProcessBuilder builder =
        new ProcessBuilder(
            Launch.SHORT.words(
                List.of("java.io.tmpdir=" + folder.resolve("tmp")),
                "dev.tintype.cli.Tintype",
                List.of("queue", "init")));
    builder.environment().putAll(environment);
    return ended(builder.redirectErrorStream(true), "init.log");
  }

  /// Compares every file with its manifest by `tintype verify`.
  ///
  /// @return the exit status
  int verify() throws IOException, InterruptedException {
    return ended(command(Launch.VERIFY, API.getFirst(), List.of("verify")), "verify.out");
  }

  private int ended(ProcessBuilder command, String log) throws IOException, InterruptedException {
    Process process =
        command.redirectOutput(Redirect.appendTo(folder.resolve(log).toFile())).start();
    if (!process.waitFor(20, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("the command does not end: see " + log + " in " + folder);
    }
    return process.exitValue();
  }

  /// Asks every host to stop, all at once, and waits for them.
  void stop() throws InterruptedException {
    running.forEach(Process::destroy);
    for (Process process : running) {
      if (!process.waitFor(2, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
    }
    running.clear();
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException _) {
      running.forEach(Process::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }
}
