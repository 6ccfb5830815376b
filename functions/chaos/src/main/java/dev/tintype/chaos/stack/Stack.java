package dev.tintype.chaos.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A platform on one machine made of real processes: a server, workers and their renderers, each
/// started again at once when it dies.
public final class Stack implements AutoCloseable {

  /// A process that stands at a boundary.
  ///
  /// @param process which
  /// @param line what it said
  public record Standing(ProcessHandle process, String line) {}

  private final Path folder;
  private final String libvips;
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

  /// Starts the server on an empty folder, without workers.
  ///
  /// @param folder for everything
  /// @param libvips the folder with libvips
  public Stack(Path folder, String libvips) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder).toAbsolutePath();
    this.libvips = libvips;
    Path recipes = this.folder.resolve("recipes.json");
    Files.writeString(recipes, Small.file());
    this.environment =
        Map.of(
            "TINTYPE_RECIPES",
            recipes.toString(),
            "TINTYPE_WEBHOOK_URL",
            receiver.url(),
            "TINTYPE_WEBHOOK_SECRET",
            Receiver.SECRET,
            "TINTYPE_WEBHOOK_PRIVATE",
            "allow",
            "MALLOC_ARENA_MAX",
            "2");
    this.port = freePort();
    this.server =
        new Slot(
            () -> command(ChaosServer.class, serverOrders, Integer.toString(port)),
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

  private List<String> command(Class<?> main, Orders orders, String... more) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-Xms16m",
            "-Xmx160m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "-Dtintype.libvips=" + libvips));
    words.addAll(orders.words());
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    words.add(data().toString());
    words.addAll(List.of(more));
    return words;
  }

  /// Waits until the server answers; its token changes at each start.
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

  /// @return where everything is kept
  public Path data() {
    return folder.resolve("data");
  }

  /// @return how many variants and originals of an image lie in the data folder
  public long filesOf(String imageId) {
    return files(data().resolve("public").resolve(imageId))
        + files(data().resolve("private/originals").resolve(imageId));
  }

  /// What goes while it is counted was there.
  private static long files(Path folder) {
    if (!Files.exists(folder)) {
      return 0;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile).count();
    } catch (IOException | UncheckedIOException _) {
      return 1;
    }
  }

  /// @return a folder of this name beside the data
  public Tickets tickets(String name) {
    return new Tickets(folder.resolve("tickets-" + name));
  }

  /// @return where the server answers
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// @return what was told
  public Receiver receiver() {
    return receiver;
  }

  /// @return a client that does not give up
  public Customer customer() {
    return new Customer(this);
  }

  /// Gives the server other orders, for which it is killed and started again.
  public void orderServer(Orders orders) throws InterruptedException {
    serverOrders = orders;
    tokens.clear();
    server.running().ifPresent(ProcessHandle::destroyForcibly);
    awaitServer();
  }

  /// Ends the workers, then starts others under these orders.
  ///
  /// @param count how many
  public void startWorkers(int count, Orders orders) {
    stopWorkers();
    workerOrders = orders;
    for (int i = 0; i < count; i++) {
      workers.add(
          new Slot(
              () -> command(ChaosWorker.class, workerOrders),
              environment,
              folder.resolve("workers.log"),
              this::heard));
    }
  }

  private void heard(Process worker, String line) {
    if (line.contains("\"stands\"")) {
      standing.add(new Standing(worker.toHandle(), line));
    }
  }

  /// @return the next worker that stands at a boundary, if one comes in time
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

  /// Kills a process of the stack at random: mostly a worker or a renderer, now and then the
  /// server.
  ///
  /// @return what was killed
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
