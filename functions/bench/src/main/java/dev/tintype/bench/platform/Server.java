package dev.tintype.bench.platform;

import dev.tintype.bench.contestant.ProcessUsage;
import dev.tintype.core.json.Json;
import dev.tintype.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A running `tintype serve`.
///
/// @param process the server; its workers are its children
/// @param url its address
/// @param token its token for this run
public record Server(Process process, URI url, String token) implements AutoCloseable {

  /// Starts the server on a data folder and waits until it responds.
  ///
  /// @param script the script `tintype`
  /// @param environment additional environment variables
  public static Server start(Path script, Path data, Map<String, String> environment)
      throws IOException {
    Path log = data.resolveSibling(data.getFileName() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                script.toString(), "serve", "--port", "0", "--json", "--data", data.toString())
            .redirectError(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the server did not start: " + Files.readString(log));
    }
    JsonObject json = Json.parse(line);
    return new Server(process, URI.create(json.text("url")), json.text("token"));
  }

  /// @return resident memory of the server process without workers, bytes
  public long residentBytes() throws IOException {
    return ProcessUsage.residentBytes(process.pid());
  }

  /// @return the highest resident memory of the server process, bytes
  public long peakBytes() throws IOException {
    return ProcessUsage.peakBytes(process.pid());
  }

  /// @return CPU seconds of the server process
  public double cpuSeconds() throws IOException {
    return ProcessUsage.cpuSeconds(process.pid());
  }

  /// @return CPU seconds of its live workers and their renderers
  public double workersCpuSeconds() throws IOException {
    double seconds = 0;
    for (ProcessHandle below : process.descendants().toList()) {
      seconds += below.isAlive() ? ProcessUsage.cpuSeconds(below.pid()) : 0;
    }
    return seconds;
  }

  /// Stops the server and waits for its end.
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
