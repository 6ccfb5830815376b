package dev.tintype.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/// A broker of its own process on 127.0.0.1, which a test may kill and start again. The variable
/// [#PROGRAM] names the folder with the jars of Kafka.
public final class TestBroker implements AutoCloseable {

  /// The variable that names the folder with the jars.
  public static final String PROGRAM = "TINTYPE_TEST_KAFKA_PROGRAM";

  /// The setting that names the members of a cluster.
  static final String VOTERS = "controller.quorum.voters";

  private static final Duration START = Duration.ofMinutes(2);

  private final Path folder;
  private final int port = freePort();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<String> listeners = new ArrayList<>();
  private final List<String> advertised = new ArrayList<>();
  private final List<String> formatting = new ArrayList<>();
  private final int behind = freePort();
  private final int controller = freePort();
  private int known = port;
  private Optional<Process> process = Optional.empty();

  /// @param folder an empty one, which is kept
  public TestBroker(Path folder) {
    this.folder = folder;
    put("process.roles", "broker,controller");
    put("node.id", "1");
    put("controller.listener.names", "CONTROLLER");
    put(
        "listener.security.protocol.map",
        "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,EXTERNAL:PLAINTEXT,SSL:SSL,"
            + "SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL");
    put("log.dirs", folder.resolve("data").toString());
    put("auto.create.topics.enable", "false");
    put("offsets.topic.replication.factor", "1");
    put("offsets.topic.num.partitions", "1");
    put("transaction.state.log.replication.factor", "1");
    put("transaction.state.log.min.isr", "1");
    put("share.coordinator.state.topic.replication.factor", "1");
    put("share.coordinator.state.topic.min.isr", "1");
    put("share.coordinator.state.topic.num.partitions", "1");
  }

  /// @return a port that nobody uses now
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return this broker, with a setting
  public TestBroker put(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /// Lets clients connect through a proxy. The broker itself does not, since it calls itself.
  ///
  /// @param proxy its port
  public TestBroker knownAt(int proxy) {
    known = proxy;
    listeners.add("EXTERNAL://127.0.0.1:" + behind);
    advertised.add("EXTERNAL://127.0.0.1:" + proxy);
    return this;
  }

  /// @return the port that a proxy leads to
  public int behind() {
    return behind;
  }

  /// Lets clients connect another way, too.
  ///
  /// @param name `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`
  /// @return its port
  public int listen(String name) {
    int own = freePort();
    listeners.add(name + "://127.0.0.1:" + own);
    advertised.add(name + "://127.0.0.1:" + own);
    return own;
  }

  /// @param argument of the command that formats the disk
  public void formattedWith(String argument) {
    formatting.add(argument);
  }

  /// @return how it takes part in the votes of a cluster
  String vote() {
    return settings.get("node.id") + "@127.0.0.1:" + controller;
  }

  /// @return the port of the broker itself, without a proxy
  public int port() {
    return port;
  }

  /// @return how clients without a login connect
  public String server() {
    return "127.0.0.1:" + known;
  }

  /// @return the address of a queue
  public String address(String topic) {
    return "kafka://" + server() + "?topic=" + topic;
  }

  /// Starts it, for the first time or again.
  public TestBroker start() throws Exception {
    launch();
    awaitAnswer(1);
    return this;
  }

  /// Starts it and does not wait.
  void launch() throws Exception {
    Path file = folder.resolve("server.properties");
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      listeners.addAll(
          List.of("PLAINTEXT://127.0.0.1:" + port, "CONTROLLER://127.0.0.1:" + controller));
      advertised.add("PLAINTEXT://127.0.0.1:" + port);
      put("listeners", String.join(",", listeners));
      put("advertised.listeners", String.join(",", advertised));
      if (!settings.containsKey(VOTERS)) {
        put("controller.quorum.bootstrap.servers", "127.0.0.1:" + controller);
        formatting.add("--standalone");
      }
      Files.writeString(
          file,
          settings.entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
              .collect(Collectors.joining()));
      format(file);
    }
    process = Optional.of(java("kafka.Kafka", List.of(file.toString()), "broker.log"));
  }

  private void format(Path file) throws Exception {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("format", "-t", "MkU3OEVBNTcwNTJENDM2Qk"));
    words.addAll(List.of("-c", file.toString()));
    words.addAll(formatting);
    Process format = java("kafka.tools.StorageTool", words, "format.log");
    if (format.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("format.log")));
    }
  }

  private Process java(String main, List<String> arguments, String log) throws IOException {
    String jars = System.getenv(PROGRAM);
    if (jars == null) {
      throw new IllegalStateException(PROGRAM + " is not set: run .ci/queues/kafka");
    }
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of("-cp", jars + "/*", main));
    words.addAll(arguments);
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()))
        .start();
  }

  /// Waits until it answers.
  ///
  /// @param brokers how many of the cluster it must know
  void awaitAnswer(int brokers) throws Exception {
    long end = System.nanoTime() + START.toNanos();
    Map<String, Object> client =
        Map.of(
            "bootstrap.servers",
            "127.0.0.1:" + port,
            "request.timeout.ms",
            2_000,
            "default.api.timeout.ms",
            3_000);
    while (System.nanoTime() - end < 0) {
      if (!isAlive()) {
        throw new IllegalStateException(Files.readString(folder.resolve("broker.log")));
      }
      try (Admin admin = Admin.create(client)) {
        if (admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).size() >= brokers) {
          return;
        }
      } catch (ExecutionException | TimeoutException _) {
        // not yet
      }
    }
    throw new IllegalStateException("the broker does not answer; see " + folder);
  }

  /// @return whether the process runs
  public boolean isAlive() {
    return process.filter(Process::isAlive).isPresent();
  }

  /// @return the process
  public ProcessHandle process() {
    return process.orElseThrow().toHandle();
  }

  /// Kills it as `kill -9` does.
  public void kill() throws InterruptedException {
    if (process.isPresent()) {
      process.get().destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() {
    process.ifPresent(Process::destroyForcibly);
  }

  /// Runs a broker until the standard input ends, and prints where clients connect.
  ///
  /// @param arguments an empty folder
  public static void main(String[] arguments) throws Exception {
    try (TestBroker broker = new TestBroker(Path.of(arguments[0]))) {
      broker.start();
      System.out.println(broker.server());
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    }
  }
}
