package dev.tintype.nats.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A NATS server on 127.0.0.1, which syncs each write. `TINTYPE_TEST_NATS_PROGRAM` names its
/// program. It keeps its port and its folder when it is killed and started again.
public final class TestBroker implements AutoCloseable {

  /// JetStream as operators should have it.
  static final String SYNCED = "jetstream { store_dir: data, sync_interval: always }\n";

  private static final Duration START = Duration.ofSeconds(30);

  private final Path folder;
  private final int port;
  private final Path configuration;
  private @Nullable Process process;

  private TestBroker(Path folder, int port, String configuration) throws IOException {
    this.folder = folder;
    this.port = port;
    this.configuration = Files.writeString(folder.resolve("server.conf"), configuration);
  }

  /// Starts a server.
  ///
  /// @param folder empty; for its configuration, log and files
  public static TestBroker start(Path folder) throws IOException {
    return start(folder, "");
  }

  /// Starts a server.
  ///
  /// @param more lines of its configuration
  static TestBroker start(Path folder, String more) throws IOException {
    TestBroker broker = prepare(folder, SYNCED + more);
    broker.restart();
    return broker;
  }

  /// Starts a server with a configuration of its own, but for the port.
  static TestBroker prepare(Path folder, String configuration) throws IOException {
    return prepare(folder, freePort(), configuration);
  }

  static TestBroker prepare(Path folder, int port, String configuration) throws IOException {
    Files.createDirectories(folder);
    return new TestBroker(folder, port, "listen: 127.0.0.1:" + port + "\n" + configuration);
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return host and port
  public String hostAndPort() {
    return "127.0.0.1:" + port;
  }

  /// @return the address of a queue
  public String address(String stream) {
    return "nats://" + hostAndPort() + "?stream=" + stream;
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  /// Starts the program and waits until it greets.
  public void restart() throws IOException {
    launch();
    Await.until(START, "the server greets", this::greets);
  }

  /// Starts the program.
  void launch() throws IOException {
    String program =
        Optional.ofNullable(System.getenv("TINTYPE_TEST_NATS_PROGRAM"))
            .orElseThrow(() -> new IllegalStateException("TINTYPE_TEST_NATS_PROGRAM is not set"));
    Path log = folder.resolve("log");
    process =
        new ProcessBuilder(program, "-c", configuration.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  private boolean greets() {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException("the server ended: " + log());
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1000);
      byte[] greeting = socket.getInputStream().readNBytes(4);
      return new String(greeting, StandardCharsets.US_ASCII).equals("INFO");
    } catch (IOException _) {
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// Tells the server to read its configuration again.
  void reload(String configurationNow) throws IOException, InterruptedException {
    Files.writeString(configuration, "listen: 127.0.0.1:" + port + "\n" + configurationNow);
    if (process != null) {
      new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }
  }

  /// Kills it, as `kill -9` does.
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
