package dev.tintype.redis.real;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/// A real server on 127.0.0.1 with a folder of its own, which can be killed and started again.
/// Writes are on disk when they are answered, unless an option says otherwise.
public final class TestBroker implements AutoCloseable {

  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private static final int BUS = 10_000;

  private static final List<String> USUAL =
      List.of(
          "--appendonly",
          "yes",
          "--appendfsync",
          "always",
          "--save",
          "",
          "--repl-diskless-sync-delay",
          "0");

  private final Path folder;
  private final int port;
  private final List<String> options;
  private Process process;

  private TestBroker(Path folder, int port, List<String> options) {
    this.folder = folder;
    this.port = port;
    this.options = options;
  }

  /// Starts a server.
  ///
  /// @param folder its data; made when missing
  /// @param options as of a command line, such as `--maxmemory`, `5mb`
  public static TestBroker start(Path folder, String... options) throws Exception {
    return start(folder, freePort(), options);
  }

  /// Starts a node of a cluster, as [#start] does; nodes talk on a port that is 10,000 higher.
  static TestBroker node(Path folder, String... options) throws Exception {
    int port = freePort();
    while (port + BUS > 65_535 || !isFree(port + BUS)) {
      port = freePort();
    }
    return start(folder, port, options);
  }

  private static TestBroker start(Path folder, int port, String... options) throws Exception {
    List<String> all = new ArrayList<>(USUAL);
    all.addAll(List.of(options));
    TestBroker broker = new TestBroker(folder, port, all);
    broker.start();
    return broker;
  }

  /// Starts a Sentinel, which keeps its own notes in its configuration.
  ///
  /// @param configuration lines of it
  public static TestBroker sentinel(Path folder, String configuration) throws Exception {
    Files.createDirectories(folder);
    Path file = Files.writeString(folder.resolve("sentinel.conf"), configuration);
    TestBroker broker = new TestBroker(folder, freePort(), List.of(file.toString(), "--sentinel"));
    broker.start();
    return broker;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  static String environment(String name) {
    String value = System.getenv(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set: run .ci/queues/redis");
    }
    return value;
  }

  /// Starts the server again, on the same port and folder, and waits until it answers.
  void start() throws Exception {
    launch();
    await(
        "an answer",
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("the server ended: " + log());
          }
          return answers();
        });
  }

  /// Starts the server and does not wait.
  void launch() throws IOException {
    Files.createDirectories(folder);
    List<String> command = new ArrayList<>(List.of(environment("TINTYPE_TEST_REDIS_PROGRAM")));
    boolean isSentinel = options.contains("--sentinel");
    if (isSentinel) {
      command.addAll(options);
    }
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", folder.toString(), "--daemonize", "no"));
    if (!isSentinel) {
      command.addAll(options);
    }
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private boolean answers() {
    try (Jedis jedis = admin()) {
      jedis.ping();
      return true;
    } catch (JedisException e) {
      return e.getMessage().startsWith("NOAUTH");
    }
  }

  /// Waits for something that takes an unknown time, and fails when it takes too long.
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited too long for " + what);
      }
      Thread.sleep(20);
    }
  }

  int port() {
    return port;
  }

  String hostAndPort() {
    return "127.0.0.1:" + port;
  }

  /// @return the address of its database 0
  public String address() {
    return "redis://" + hostAndPort();
  }

  /// @return a connection past the adapter
  Jedis admin() {
    return new Jedis(
        new HostAndPort("127.0.0.1", port),
        DefaultJedisClientConfig.builder()
            .resp2()
            .autoNegotiateProtocol(false)
            .timeoutMillis(10_000)
            .build());
  }

  /// @return whether a client waits for a list
  boolean isBlocking() {
    try (Jedis jedis = admin()) {
      return !jedis.info("clients").contains("blocked_clients:0");
    }
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /// Ends the server with SIGKILL.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
