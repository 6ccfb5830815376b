package dev.tintype.chaos.stack;

import dev.tintype.core.Recipe;
import dev.tintype.core.SmallRecipe;
import dev.tintype.render.launch.Launch;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A platform of real processes: a server, workers and their renderers. Each is restarted at once
/// when it dies.
public final class Stack implements AutoCloseable {

  /// A process that waits at a boundary.
  ///
  /// @param process the process
  /// @param line its report
  public record Standing(ProcessHandle process, String line) {}

  private final Path folder;
  private final String libvips;
  private final Home home;
  private final Map<String, String> environment;
  private final int port;
  private final Receiver receiver = new Receiver();
  private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
  private final BlockingQueue<Standing> standing = new LinkedBlockingQueue<>();
  private final List<Slot> workers = new ArrayList<>();
  private final Slot server;
  private volatile Orders serverOrders = Orders.CALM;
  private volatile Orders workerOrders = Orders.CALM;
  private volatile String token = "";

  /// Starts the server of a one-machine platform on an empty folder, without workers.
  ///
  /// @param folder for all files
  /// @param libvips the folder with libvips
  public Stack(Path folder, String libvips) throws IOException, InterruptedException {
    this(folder, libvips, DataFolderHome.in(folder.toAbsolutePath()));
  }

  /// Starts the server, without workers.
  ///
  /// @param folder for logs and temporary files
  /// @param libvips the folder with libvips
  /// @param home the empty host of the platform
  public Stack(Path folder, String libvips, Home home) throws IOException, InterruptedException {
    this.folder = folder.toAbsolutePath();
    Files.createDirectories(temporary());
    this.libvips = libvips;
    this.home = home;
    this.environment = new HashMap<>(home.environment());
    environment.put("TINTYPE_WEBHOOK_URL", receiver.url());
    environment.put("TINTYPE_WEBHOOK_SECRET", Receiver.SECRET);
    environment.put("TINTYPE_WEBHOOK_PRIVATE", "allow");
    environment.put("MALLOC_ARENA_MAX", "2");
    this.port = freePort();
    this.server =
        new Slot(
            () -> command(Launch.SERVE, home.server(), serverOrders, Integer.toString(port)),
            environment,
            this.folder.resolve("server.log"),
            (_, line) -> tokens.add(line.substring(line.indexOf(' ') + 1)));
    awaitServer();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    }
  }

  private List<String> command(Launch launch, Class<?> main, Orders orders, String... more) {
    List<String> properties = new ArrayList<>();
    properties.add("java.io.tmpdir=" + temporary());
    properties.add("tintype.libvips=" + libvips);
    properties.addAll(orders.properties());
    List<String> arguments = new ArrayList<>(home.arguments());
    arguments.addAll(List.of(more));
    return launch.words(properties, main.getName(), arguments);
  }

  private Path temporary() {
    return folder.resolve("tmp");
  }

  /// Waits until the server answers. Its token changes at each start.
  public void awaitServer() throws InterruptedException {
    String next = tokens.poll(120, TimeUnit.SECONDS);
    if (next == null) {
      throw new IllegalStateException("the server does not start: see " + folder);
    }
    for (String later = tokens.poll(); later != null; later = tokens.poll()) {
      next = later;
    }
    token = next;
  }

  /// @return the token of the server's last start
  String token() {
    for (String later = tokens.poll(); later != null; later = tokens.poll()) {
      token = later;
    }
    return token;
  }

  /// @return the host of the platform
  public Home home() {
    return home;
  }

  /// @return the standard error of all workers
  public Path workersLog() {
    return folder.resolve("workers.log");
  }

  /// @return a folder of this name
  public Tickets tickets(String name) {
    return new Tickets(folder.resolve("tickets-" + name));
  }

  /// @return the server's URL
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// @return the receiver of notifications
  public Receiver receiver() {
    return receiver;
  }

  /// @return a client that repeats requests for three minutes
  public Customer customer() {
    return customer(Duration.ofMinutes(3));
  }

  /// @param timeout how long it repeats a request
  /// @return a client
  public Customer customer(Duration timeout) {
    return new Customer(this, timeout);
  }

  /// Restarts the server with other orders.
  public void orderServer(Orders orders) throws InterruptedException {
    serverOrders = orders;
    tokens.clear();
    server.running().ifPresent(ProcessHandle::destroyForcibly);
    awaitServer();
  }

  /// Ends the workers, then starts others with these orders.
  ///
  /// @param count how many
  public void startWorkers(int count, Orders orders) {
    stopWorkers();
    workerOrders = orders;
    for (int i = 0; i < count; i++) {
      workers.add(
          new Slot(
              () -> command(Launch.WORKER, home.worker(), workerOrders),
              environment,
              workersLog(),
              this::heard));
    }
  }

  private void heard(Process worker, String line) {
    if (line.contains("\"stands\"")) {
      standing.add(new Standing(worker.toHandle(), line));
    }
  }

  /// Replaces the recipes of the platform and restarts the server.
  public void configure(Recipe... recipes) throws IOException, InterruptedException {
    Files.writeString(folder.resolve(DataFolderHome.RECIPES), SmallRecipe.file(recipes));
    orderServer(serverOrders);
  }

  /// Starts a command of `tintype` that talks to the server.
  ///
  /// @param out receives its standard output; its standard error is added to `commands.log`
  public Process command(Path out, List<String> words) throws IOException {
    List<String> properties =
        List.of("java.io.tmpdir=" + temporary(), "tintype.libvips=" + libvips);
    ProcessBuilder builder =
        new ProcessBuilder(Launch.SHORT.words(properties, "dev.tintype.cli.Tintype", words))
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(Redirect.appendTo(folder.resolve("commands.log").toFile()));
    builder.environment().putAll(environment);
    builder.environment().put("TINTYPE_URL", url().toString());
    builder.environment().put("TINTYPE_TOKEN", token());
    return builder.start();
  }

  /// @return the next worker that waits at a boundary, if one comes in time
  public Optional<Standing> nextStanding(long seconds) throws InterruptedException {
    return Optional.ofNullable(standing.poll(seconds, TimeUnit.SECONDS));
  }

  /// Lets the workers finish and ends them.
  public void stopWorkers() {
    List<Thread> closing =
        workers.stream().map(slot -> Thread.ofPlatform().start(slot::close)).toList();
    for (Thread thread : closing) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    workers.clear();
  }

  /// Kills a random process of the stack: mostly a worker or a renderer, sometimes the server.
  ///
  /// @return the kind of process
  public String killOne(Random random) {
    if (random.nextInt(10) == 0) {
      server.running().ifPresent(ProcessHandle::destroyForcibly);
      return "server";
    }
    Slot slot = workers.get(random.nextInt(workers.size()));
    Optional<ProcessHandle> worker = slot.running();
    Optional<ProcessHandle> renderer =
        random.nextBoolean()
            ? worker.flatMap(handle -> handle.descendants().findFirst())
            : Optional.empty();
    renderer.or(() -> worker).ifPresent(ProcessHandle::destroyForcibly);
    return renderer.isPresent() ? "renderer" : "worker";
  }

  @Override
  public void close() {
    stopWorkers();
    server.close();
    receiver.close();
  }
}
