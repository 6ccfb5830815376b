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
/// @param url where it answers
/// @param token valid for this run
public record Server(Process process, URI url, String token) implements AutoCloseable {

  /// Starts it on a data folder and waits until it answers.
  ///
  /// @param script the script `tintype`
  /// @param environment what is set beside
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

  /// @return resident bytes of the server itself, its workers not counted
  public long residentBytes() throws IOException {
    return ProcessUsage.residentBytes(process.pid());
  }

  /// @return the most resident bytes the server itself ever had
  public long peakBytes() throws IOException {
    return ProcessUsage.peakBytes(process.pid());
  }

  /// @return seconds of CPU of the server itself
  public double cpuSeconds() throws IOException {
    return ProcessUsage.cpuSeconds(process.pid());
  }

  /// @return seconds of CPU of its workers and their renderers, those that ended not counted
  public double workersCpuSeconds() throws IOException {
    double seconds = 0;
    for (ProcessHandle below : process.descendants().toList()) {
      seconds += below.isAlive() ? ProcessUsage.cpuSeconds(below.pid()) : 0;
    }
    return seconds;
  }

  /// Tells it to stop and waits for that.
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
