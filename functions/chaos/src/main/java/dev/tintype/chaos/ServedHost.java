package dev.tintype.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tintype.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// A running server, a process of its own.
///
/// @param token for its API
record ServedHost(Process process, URI url, String token) implements AutoCloseable {

  /// Starts `serve --json`, and waits until it answers.
  static ServedHost start(ProcessBuilder command) throws IOException {
    Process process = command.start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IllegalStateException("the server does not start: see serve.log");
    }
    JsonNode ready = Json.parse(line).node();
    return new ServedHost(
        process, URI.create(ready.path("url").asText()), ready.path("token").asText());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
